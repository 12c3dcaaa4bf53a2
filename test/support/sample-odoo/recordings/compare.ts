import type { Json } from '../engine/model'

/** One request and its answer, as recorded from a real server. */
export interface Recording {
  case: string
  request: { method: string; path: string; headers: Record<string, string>; body: Json }
  response: { status: number; contentType: string; body: Json }
}

export type JsonObject = Record<string, Json>

export const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What differs between two answers in structure; the data themselves are expected to differ. */
export function differences(real: Json | undefined, ours: Json | undefined, knows: (key: string) => boolean, at = ''): string[] {
  if (real === undefined || ours === undefined) return real === ours ? [] : [`${at}: ${real === undefined ? 'nothing' : kind(real)} there, ${ours === undefined ? 'nothing' : kind(ours)} here`]
  // `false` stands for "not set" of every type.
  if (real === false || ours === false) return at === '' && (typeof real === 'boolean') !== (typeof ours === 'boolean') ? [`result: ${kind(real)} there, ${kind(ours)} here`] : []
  if (isObject(real) && '<first items of>' in real) return Array.isArray(ours) ? [] : [`${at}: list there`]
  if (kind(real) !== kind(ours)) return [`${at}: ${kind(real)} there, ${kind(ours)} here`]
  if (Array.isArray(real) && Array.isArray(ours)) {
    const [first] = real
    const [own] = ours
    return first === undefined || own === undefined ? [] : differences(first, own, knows, `${at}[0]`)
  }
  if (isObject(real) && isObject(ours)) {
    const found: string[] = []
    for (const key of Object.keys(real)) {
      if (!(key in ours)) {
        if (knows(key)) found.push(`${at}: lacks ${key}`)
      } else found.push(...differences(real[key], ours[key], knows, `${at}.${key}`))
    }
    for (const key of Object.keys(ours)) if (!(key in real) && key.startsWith('__')) found.push(`${at}: has ${key}`)
    return found
  }
  return []
}

const kind = (value: Json): string => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value)

/** An error's words with the names of people, groups, databases and constraints taken out. */
export function plainMessage(text: Json | undefined): string {
  return String(text)
    .replace(/\nLINE \d:[^]*$/, '')
    .replace(/Sorry, [^(]+\(id=\d+\)/, 'Sorry, (user)')
    .replace(/Use(?:r|r ): \d+|Utilisateur : \d+/g, 'User: (id)')
    .replace(/(Record|Enregistrement ?): ([\w.]+)\(\d+,\)/, '$1: $2(id,)')
    .replace(/port \d+/, 'port (n)')
    .replace(/(?:\t- [^\n]*(?:\n|$))+/g, '\t- (groups)\n')
    .replace(/Model: [^\n]*\nConstraint: [^\n]*/, 'Model: (model)\nConstraint: (name)')
    .replace(/troublemaker is: '[^\n]*/, 'troublemaker is: (model)')
    .replace(/constraint: '[^\n]*/, 'constraint: (name)')
    .replace(/'Paramètres? système'|\(label\)/, '(label)')
    .replace(/\u00a0/g, ' ')
    .trim()
}
