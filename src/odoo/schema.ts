import { VitrineError } from '../errors/vitrine-error'
import { isObject } from './answers'
import { strangeAnswer } from './odoo-fault'
import type { FieldInfo, ModelSchema } from './port'
import { isModelName } from './read-methods'
import { oneLine } from './text'

/** What is asked of `fields_get`. A version ignores what it does not know: 16 and 17 `groupable` and `aggregator`, later ones `group_operator`. */
export const FIELD_ATTRIBUTES = [
  'string',
  'type',
  'relation',
  'relation_field',
  'related',
  'selection',
  'currency_field',
  'store',
  'searchable',
  'sortable',
  'groupable',
  'aggregator',
  'group_operator',
  'company_dependent',
  'required',
  'help',
] as const

const MAX_FIELDS = 5_000
const MAX_LABEL = 120
const MAX_HELP = 300
const MAX_SELECTION = 2_000
const FIELD_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/
const PATH = /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*){1,7}$/
const TYPE_NAME = /^[a-z][a-z0-9_]{0,39}$/
/** Their groups would have no key that could be shown or filtered on, whatever the server says. */
const NEVER_GROUPABLE = new Set(['binary', 'image', 'json', 'properties', 'properties_definition', 'one2many'])

function isFieldName(name: unknown): name is string {
  return typeof name === 'string' && FIELD_NAME.test(name)
}

/**
 * Reads an answer of `fields_get`. What is not as it should be is left out or takes the careful value (not searchable, not
 * groupable): a wrong promise about a field could widen a filter. Throws `answer_too_large` beyond 5,000 fields.
 */
export function schemaIn(model: string, value: unknown): ModelSchema {
  if (!isObject(value)) throw strangeAnswer()
  const entries = Object.entries(value)
  if (entries.length > MAX_FIELDS) {
    throw new VitrineError('answer_too_large', `The model ${model} has more than ${MAX_FIELDS} fields; Vitrine does not read such a model.`)
  }
  const fields = new Map<string, FieldInfo>()
  for (const [name, attributes] of entries) {
    if (!isFieldName(name) || !isObject(attributes)) continue
    const { type } = attributes
    if (typeof type !== 'string' || !TYPE_NAME.test(type)) continue
    fields.set(name, fieldIn(name, type, attributes))
  }
  return { model, fields }
}

function fieldIn(name: string, type: string, attributes: Readonly<Record<string, unknown>>): FieldInfo {
  const stored = attributes.store === true
  const sortable = typeof attributes.sortable === 'boolean' ? attributes.sortable : stored
  const label = oneLine(attributes.string, MAX_LABEL)
  const help = oneLine(attributes.help, MAX_HELP)
  const selection = selectionIn(attributes.selection)
  const aggregator = aggregatorIn(attributes, sortable)
  return {
    name,
    label: label === '' ? name : label,
    type,
    ...(isModelName(attributes.relation) ? { relation: attributes.relation } : {}),
    ...(isFieldName(attributes.relation_field) ? { relationField: attributes.relation_field } : {}),
    ...(typeof attributes.related === 'string' && PATH.test(attributes.related) ? { related: attributes.related } : {}),
    ...(selection === undefined ? {} : { selection }),
    ...(isFieldName(attributes.currency_field) ? { currencyField: attributes.currency_field } : {}),
    ...(aggregator === undefined ? {} : { aggregator }),
    stored,
    searchable: typeof attributes.searchable === 'boolean' ? attributes.searchable : stored,
    sortable,
    groupable: isGroupable(type, attributes.groupable, { stored, sortable }),
    companyDependent: attributes.company_dependent === true,
    required: attributes.required === true,
    ...(help === '' ? {} : { help }),
  }
}

/** From 18 on the server says it. Before, it is what is a column (own or inherited), or a stored many2many. */
function isGroupable(type: string, said: unknown, { stored, sortable }: { readonly stored: boolean; readonly sortable: boolean }): boolean {
  if (NEVER_GROUPABLE.has(type)) return false
  if (typeof said === 'boolean') return said
  return sortable || (type === 'many2many' && stored)
}

/** `group_operator` of 16 and 17 stands also on fields that are no column, and asking for those fails. */
function aggregatorIn(attributes: Readonly<Record<string, unknown>>, isColumn: boolean): string | undefined {
  const { aggregator, group_operator: operator } = attributes
  const name = typeof aggregator === 'string' ? aggregator : isColumn ? operator : undefined
  return typeof name === 'string' && TYPE_NAME.test(name) ? name : undefined
}

/** All options or none: a list that was cut would make a valid value look wrong. */
function selectionIn(value: unknown): readonly (readonly [string, string])[] | undefined {
  if (!Array.isArray(value) || value.length > MAX_SELECTION) return undefined
  const options: (readonly [string, string])[] = []
  for (const item of value) {
    if (!Array.isArray(item)) return undefined
    const [key, label] = item as readonly unknown[]
    if (typeof key !== 'string' && typeof key !== 'number') return undefined
    options.push([String(key), oneLine(label, MAX_LABEL)])
  }
  return options
}
