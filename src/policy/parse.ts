import { isAddressBlock } from './addresses'
import { isFieldName, isModelName } from './names'
import { FIELD_PRESETS, MODEL_PRESETS, OPEN_POLICY, OTHER_MODELS, type Policy, type PolicyLimits } from './policy'
import { rowRuleProblem } from './row-rule'

export type ParsedPolicy = { readonly ok: true; readonly policy: Policy } | { readonly ok: false; readonly message: string }

const MAX_MODELS = 500
const MAX_FIELDS = 2000
const MAX_ADDRESSES = 200
const MAX_NUMBER = 100_000
const CLOCK_TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/

type Parts = Readonly<Record<string, unknown>>

/** What is wrong, and where; said as it is. */
class Broken extends Error {}

/**
 * Reads a policy from parsed JSON. Strict, because a part that was not understood might have been meant to hide something: whatever
 * is broken, unknown or of a newer version is not ok as a whole. Parts that are left out are empty, except `models.others`: what
 * holds for everything else must be said.
 */
export function parsePolicy(value: unknown): ParsedPolicy {
  try {
    return { ok: true, policy: policyIn(value) }
  } catch (error) {
    if (error instanceof Broken) return { ok: false, message: error.message }
    throw error
  }
}

/** The text of a policy file; what `parsePolicy` makes of it is the same policy. */
export function serializePolicy(policy: Policy): string {
  return `${JSON.stringify(policy, null, 2)}\n`
}

function policyIn(value: unknown): Policy {
  if (!isRecord(value)) throw new Broken('The policy is not a JSON object.')
  const { version } = value
  if (typeof version === 'number' && version > OPEN_POLICY.version) throw new Broken('The policy was written by a newer version of Vitrine.')
  if (version === 1) return firstVersion(value)
  if (version !== 2) throw new Broken('The policy has no valid "version"; it must be 2.')
  known(value, 'The policy', ['version', 'models', 'fields', 'rows', 'limits', 'addresses'])
  return {
    version: 2,
    models: modelsIn(value),
    fields: fieldsIn(part(value, 'fields')),
    rows: rowsIn(part(value, 'rows')),
    limits: limitsIn(part(value, 'limits')),
    addresses: addressesIn(part(value, 'addresses')),
  }
}

/** `{ version: 1, hiddenModels, hiddenFields }`: everything was allowed but what it names. */
function firstVersion(value: Parts): Policy {
  known(value, 'The policy', ['version', 'hiddenModels', 'hiddenFields'])
  for (const key of ['hiddenModels', 'hiddenFields']) {
    if (!Object.hasOwn(value, key)) throw new Broken(`The policy lacks ${quoted(key)}.`)
  }
  return {
    ...OPEN_POLICY,
    models: { ...OPEN_POLICY.models, hide: modelNames(value, 'hiddenModels', 'hiddenModels') },
    fields: { ...OPEN_POLICY.fields, hide: fieldNames(value, 'hiddenFields', 'hiddenFields') },
  }
}

function modelsIn(value: Parts): Policy['models'] {
  if (!Object.hasOwn(value, 'models')) throw new Broken('The policy lacks "models".')
  const models = part(value, 'models')
  known(models, '"models"', ['presets', 'allow', 'hide', 'others'])
  if (!Object.hasOwn(models, 'others')) throw new Broken(`"models" lacks "others": ${oneOf(OTHER_MODELS)}.`)
  return {
    presets: choices(models, 'presets', 'models.presets', MODEL_PRESETS),
    allow: modelNames(models, 'allow', 'models.allow'),
    hide: modelNames(models, 'hide', 'models.hide'),
    others: choice(models['others'], 'models.others', OTHER_MODELS),
  }
}

function fieldsIn(fields: Parts): Policy['fields'] {
  known(fields, '"fields"', ['presets', 'hide', 'allow', 'only'])
  const only = fieldNames(fields, 'only', 'fields.only')
  if (Object.hasOwn(only, '*')) throw new Broken('In "fields.only", each model is named by itself; "*" is not possible.')
  return {
    presets: choices(fields, 'presets', 'fields.presets', FIELD_PRESETS),
    hide: fieldNames(fields, 'hide', 'fields.hide'),
    allow: fieldNames(fields, 'allow', 'fields.allow'),
    only,
  }
}

function rowsIn(rows: Parts): Policy['rows'] {
  const models = Object.entries(rows)
  if (models.length > MAX_MODELS) throw new Broken(`"rows" has more than ${String(MAX_MODELS)} models.`)
  return Object.fromEntries(models.map(([model, rule]) => {
    if (!isModelName(model)) throw new Broken(`In "rows", ${quoted(model)} is no model name.`)
    if (!Array.isArray(rule)) throw new Broken(`In "rows" for ${model}, a filter is expected, such as [["company_id", "=", 1]].`)
    const problem = rowRuleProblem(rule as readonly unknown[])
    if (problem !== null) throw new Broken(`In "rows" for ${model}, ${problem}`)
    return [model, rule as readonly unknown[]]
  }))
}

function limitsIn(limits: Parts): PolicyLimits {
  known(limits, '"limits"', ['callsPerMinute', 'rowsPerAnswer', 'hours', 'days'])
  return {
    ...(Object.hasOwn(limits, 'callsPerMinute') && { callsPerMinute: wholeNumber(limits, 'callsPerMinute') }),
    ...(Object.hasOwn(limits, 'rowsPerAnswer') && { rowsPerAnswer: wholeNumber(limits, 'rowsPerAnswer') }),
    ...(Object.hasOwn(limits, 'hours') && { hours: hoursIn(limits['hours']) }),
    ...(Object.hasOwn(limits, 'days') && { days: daysIn(limits['days']) }),
  }
}

function hoursIn(value: unknown): { readonly from: string; readonly to: string } {
  if (!isRecord(value)) throw new Broken('"limits.hours" must be an object such as {"from": "08:00", "to": "18:00"}.')
  known(value, '"limits.hours"', ['from', 'to'])
  const { from, to } = value
  if (typeof from !== 'string' || typeof to !== 'string' || !CLOCK_TIME.test(from) || !CLOCK_TIME.test(to)) {
    throw new Broken('In "limits.hours", "from" and "to" must be times from 00:00 to 23:59.')
  }
  if (from === to) throw new Broken('In "limits.hours", "from" and "to" are the same; leave the hours out for the whole day.')
  return { from, to }
}

function daysIn(value: unknown): readonly number[] {
  const isDay = (day: unknown): day is number => typeof day === 'number' && Number.isInteger(day) && day >= 1 && day <= 7
  if (!Array.isArray(value) || !value.every(isDay)) throw new Broken('"limits.days" must be a list of days, 1 for Monday to 7 for Sunday.')
  if (value.length === 0) throw new Broken('"limits.days" names no day; leave it out for every day.')
  return value
}

function addressesIn(addresses: Parts): Policy['addresses'] {
  known(addresses, '"addresses"', ['allow', 'deny'])
  const blocks = (key: string): readonly string[] =>
    texts(addresses, key, `addresses.${key}`, MAX_ADDRESSES, isAddressBlock, 'no address and no block such as 192.168.0.0/16 or fd00::/8')
  return { allow: blocks('allow'), deny: blocks('deny') }
}

function modelNames(parts: Parts, key: string, place: string): readonly string[] {
  return texts(parts, key, place, MAX_MODELS, isModelName, 'no technical name of a model')
}

/** Lists of field names by model or `*`. */
function fieldNames(parts: Parts, key: string, place: string): Readonly<Record<string, readonly string[]>> {
  const byModel = part(parts, key, place)
  let count = 0
  return Object.fromEntries(Object.keys(byModel).map((model) => {
    if (model !== '*' && !isModelName(model)) throw new Broken(`In "${place}", ${quoted(model)} is no model name.`)
    const names = texts(byModel, model, `${place}" for "${model}`, MAX_FIELDS, isFieldName, 'no technical name of a field')
    count += names.length
    if (count > MAX_FIELDS) throw new Broken(`"${place}" has more than ${String(MAX_FIELDS)} names.`)
    return [model, names]
  }))
}

function texts(parts: Parts, key: string, place: string, most: number, isOne: (text: string) => boolean, otherwise: string): readonly string[] {
  const value = Object.hasOwn(parts, key) ? parts[key] : []
  if (!Array.isArray(value)) throw new Broken(`In "${place}", a list is expected.`)
  if (value.length > most) throw new Broken(`"${place}" has more than ${String(most)} entries.`)
  return value.map((item: unknown, index) => {
    if (typeof item !== 'string' || !isOne(item)) throw new Broken(`In "${place}", item ${String(index + 1)} is ${otherwise}.`)
    return item
  })
}

function choices<Choice extends string>(parts: Parts, key: string, place: string, possible: readonly Choice[]): readonly Choice[] {
  const value = Object.hasOwn(parts, key) ? parts[key] : []
  if (!Array.isArray(value)) throw new Broken(`In "${place}", a list is expected.`)
  return [...new Set(value.map((item) => choice(item, place, possible)))]
}

function choice<Choice extends string>(value: unknown, place: string, possible: readonly Choice[]): Choice {
  const found = possible.find((one) => one === value)
  if (found === undefined) throw new Broken(`In "${place}", ${typeof value === 'string' ? quoted(value) : 'something'} is not known; possible are ${oneOf(possible)}.`)
  return found
}

function wholeNumber(limits: Parts, key: string): number {
  const value = limits[key]
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > MAX_NUMBER) {
    throw new Broken(`"limits.${key}" must be a whole number from 1 to ${String(MAX_NUMBER)}.`)
  }
  return value
}

/** A part that is an object; an empty one when it is not there. */
function part(value: Parts, key: string, place = key): Parts {
  const inner = Object.hasOwn(value, key) ? value[key] : {}
  if (!isRecord(inner)) throw new Broken(`"${place}" must be an object.`)
  return inner
}

function known(value: Parts, place: string, keys: readonly string[]): void {
  const unknownKey = Object.keys(value).find((key) => !keys.includes(key))
  if (unknownKey !== undefined) throw new Broken(`${place} has the unknown part ${quoted(unknownKey)}.`)
}

function isRecord(value: unknown): value is Parts {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const oneOf = (possible: readonly string[]): string => possible.map((one) => `"${one}"`).join(', ')

/** The start of a text that came from outside, on one line. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}
