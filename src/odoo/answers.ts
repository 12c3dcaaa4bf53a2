import { strangeAnswer } from './odoo-fault'
import type { RawRecord } from './port'
import { isModelName } from './read-methods'
import { oneLine } from './text'

/** A value that JSON made an object of, and not an array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function recordsIn(value: unknown): readonly RawRecord[] {
  if (!Array.isArray(value) || !value.every(isRecord)) throw strangeAnswer()
  return value
}

function isRecord(value: unknown): value is RawRecord {
  return isObject(value) && isAnsweredId(value.id)
}

/** Records of a report (a view of the database) may have ids below zero: nothing is read by those, but they are rows. */
function isAnsweredId(id: unknown): id is number {
  return typeof id === 'number' && Number.isSafeInteger(id) && id !== 0
}

export function countIn(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw strangeAnswer()
  return value
}

/** A many2one: `[id, name]`. Undefined for none; a name that Odoo does not tell is empty. */
export function pairIn(value: unknown): { readonly id: number; readonly name: string } | undefined {
  if (!Array.isArray(value) || !isAnsweredId(value[0])) return undefined
  return { id: value[0], name: oneLine(value[1], 500) }
}

export function pairsIn(value: unknown): readonly { readonly id: number; readonly name: string }[] {
  if (!Array.isArray(value)) throw strangeAnswer()
  return value.map((item) => {
    const pair = pairIn(item)
    if (pair === undefined) throw strangeAnswer()
    return pair
  })
}

const MAX_MODELS = 20_000

/** The answer of `get_available_models`; a name that no model can have is left out. */
export function modelsIn(value: unknown): readonly { readonly model: string; readonly label: string }[] {
  if (!Array.isArray(value) || value.length > MAX_MODELS) throw strangeAnswer()
  const models: { readonly model: string; readonly label: string }[] = []
  for (const item of value) {
    if (!isObject(item) || !isModelName(item.model)) continue
    const label = oneLine(item.display_name, 120)
    models.push({ model: item.model, label: label === '' ? item.model : label })
  }
  return models
}
