import { isFieldName, isModelName } from './names'
import type { Policy } from './policy'

export type ParsedPolicy = { readonly ok: true; readonly policy: Policy } | { readonly ok: false; readonly message: string }

const MAX_MODELS = 500
const MAX_FIELDS = 2000
const KEYS = ['version', 'hiddenModels', 'hiddenFields']

/**
 * Reads a policy from parsed JSON. Strict, because a policy only ever hides: whatever is broken, unknown or of a newer
 * version is not ok as a whole, so that nothing is opened by a part that was not understood.
 */
export function parsePolicy(value: unknown): ParsedPolicy {
  if (!isRecord(value)) return broken('The policy is not a JSON object.')
  if (typeof value['version'] === 'number' && value['version'] > 1) {
    return broken('The policy was written by a newer version of Vitrine.')
  }
  if (value['version'] !== 1) return broken('The policy has no valid "version"; it must be 1.')
  const unknownKey = Object.keys(value).find((key) => !KEYS.includes(key))
  if (unknownKey !== undefined) return broken(`The policy has the unknown part ${quoted(unknownKey)}.`)
  const missingKey = KEYS.find((key) => !Object.hasOwn(value, key))
  if (missingKey !== undefined) return broken(`The policy lacks ${quoted(missingKey)}.`)

  const hiddenModels = parseNames(value['hiddenModels'], isModelName)
  if (!hiddenModels.ok) return broken(`In "hiddenModels", ${hiddenModels.message}`)
  if (hiddenModels.names.length > MAX_MODELS) return broken(`"hiddenModels" has more than ${String(MAX_MODELS)} names.`)

  const fieldsByModel = value['hiddenFields']
  if (!isRecord(fieldsByModel)) return broken('"hiddenFields" must be an object of lists, one for each model.')
  const hiddenFields: Record<string, readonly string[]> = {}
  let count = 0
  for (const [model, list] of Object.entries(fieldsByModel)) {
    if (model !== '*' && !isModelName(model)) return broken(`In "hiddenFields", ${quoted(model)} is no model name.`)
    const fields = parseNames(list, isFieldName)
    if (!fields.ok) return broken(`In "hiddenFields" for ${model}, ${fields.message}`)
    count += fields.names.length
    if (count > MAX_FIELDS) return broken(`"hiddenFields" has more than ${String(MAX_FIELDS)} names.`)
    hiddenFields[model] = fields.names
  }
  return { ok: true, policy: { version: 1, hiddenModels: hiddenModels.names, hiddenFields } }
}

type ParsedNames = { readonly ok: true; readonly names: readonly string[] } | { readonly ok: false; readonly message: string }

function parseNames(value: unknown, isName: (text: string) => boolean): ParsedNames {
  if (!Array.isArray(value)) return { ok: false, message: 'a list of names is expected.' }
  const names: string[] = []
  for (const item of value as readonly unknown[]) {
    if (typeof item !== 'string' || !isName(item)) {
      return { ok: false, message: `item ${String(names.length + 1)} is no technical name.` }
    }
    names.push(item)
  }
  return { ok: true, names }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function broken(message: string): ParsedPolicy {
  return { ok: false, message }
}

/** The start of a text that came from outside, on one line. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}
