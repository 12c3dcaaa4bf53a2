/**
 * The known names that a mistaken one most likely meant, best first: by edit distance, by words in common
 * (`invoice_total` → `amount_total`), by one containing the other. Names that have nothing in common are left out.
 */
export function nearestNames(wanted: string, known: Iterable<string>, count = 3): string[] {
  const target = wanted.slice(0, 80).toLowerCase()
  const words = new Set(wordsOf(target))
  const scored: { readonly name: string; readonly score: number }[] = []
  for (const name of new Set(known)) {
    const score = likeness(target, words, name.toLowerCase())
    if (score >= 0.34) scored.push({ name, score })
  }
  scored.sort((a, b) => b.score - a.score || a.name.length - b.name.length || (a.name < b.name ? -1 : 1))
  return scored.slice(0, count).map(({ name }) => name)
}

function wordsOf(name: string): string[] {
  return name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '' && word !== 'id' && word !== 'ids')
}

/** 1 for equal, 0 for nothing in common. */
function likeness(target: string, targetWords: ReadonlySet<string>, name: string): number {
  if (target === '' || name === '') return 0
  const longest = Math.max(target.length, name.length)
  const byEdits = 1 - editDistance(target, name, longest) / longest
  const nameWords = wordsOf(name)
  const shared = nameWords.filter((word) => targetWords.has(word)).length
  const byWords = shared === 0 ? 0 : (2 * shared) / (targetWords.size + nameWords.length)
  const byPart = target.length >= 3 && name.length >= 3 && (name.includes(target) || target.includes(name)) ? 0.5 : 0
  // Edits in common letters alone say little below a half.
  return Math.max(byEdits >= 0.5 ? byEdits : 0, byWords * 0.95, byPart + byEdits * 0.3 * Math.sign(byPart))
}

/** Insertions, deletions, replacements and swaps of neighbours; `limit` when the lengths alone differ by more. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1)
      row.push(cost)
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? limit
}
