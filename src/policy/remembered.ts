const MOST_NAMES = 5_000
const LONGEST_NAME = 128

/**
 * A judgement of a name that remembers what it said: every field of every answer is judged, mostly the same ones. Clients can
 * name what they like, so the memory is bounded, and begins anew when it is full.
 */
export function remembered<Judgement extends string | boolean | null>(judge: (name: string) => Judgement): (name: string) => Judgement {
  const known = new Map<string, Judgement>()
  return (name) => {
    const said = known.get(name)
    if (said !== undefined) return said
    const judgement = judge(name)
    if (name.length <= LONGEST_NAME) {
      if (known.size >= MOST_NAMES) known.clear()
      known.set(name, judgement)
    }
    return judgement
  }
}
