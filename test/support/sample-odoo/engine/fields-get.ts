import { mayUseField } from './access'
import type { Env, FieldDef, Json, ModelDef } from './model'
import { activeLanguage } from './values'
import { labelOf } from '../schema/french'

/** `fields_get`: the fields this user may read, with the attributes asked for, or all. Answers for unreadable models too. */
export function fieldsGet(env: Env, model: ModelDef, names: Json | undefined, attributes: Json | undefined): Json {
  activeLanguage(env)
  const wanted = Array.isArray(names) && names.length > 0 ? new Set(names) : undefined
  const kept = Array.isArray(attributes) && attributes.length > 0 ? new Set(attributes) : undefined
  const answer: Record<string, Json> = {}
  for (const field of model.fields.values()) {
    if (wanted && !wanted.has(field.name)) continue
    if (!mayUseField(env, field)) continue
    const description = describe(env, field)
    answer[field.name] = kept ? Object.fromEntries(Object.entries(description).filter(([key]) => kept.has(key))) : description
  }
  return answer
}

function describe(env: Env, field: FieldDef): Record<string, Json> {
  const { version } = env
  const description: Record<string, Json> = {}
  if (field.aggregator) description[version >= 18 ? 'aggregator' : 'group_operator'] = field.aggregator
  description['change_default'] = false
  description['company_dependent'] = field.companyDependent
  if (field.currencyField) description['currency_field'] = field.currencyField
  description['default_export_compatible'] = field.store
  if (field.definitionRecord) description['definition_record'] = field.definitionRecord
  description['depends'] = field.related ? [field.related.join('.')] : []
  if (field.digits) description['digits'] = [...field.digits]
  if (field.relation) {
    description['context'] = {}
    description['domain'] = []
  }
  description['exportable'] = true
  if (version >= 18) description['groupable'] = field.groupable
  if (field.groups && !field.groups.includes('.')) description['groups'] = field.groups.join(',')
  if (field.help) description['help'] = field.help
  description['manual'] = field.manual
  description['name'] = field.name
  description['readonly'] = field.readonly
  if (field.related) description['related'] = field.related.join('.')
  if (field.relation) description['relation'] = field.relation
  if (field.inverse) description['relation_field'] = field.inverse
  description['required'] = field.required
  description['searchable'] = field.searchable
  if (field.selection) description['selection'] = field.selection.map(([value, label]) => [value, labelOf(env, label)])
  description['sortable'] = field.sortable
  description['store'] = field.store
  description['string'] = labelOf(env, field.string)
  if (field.type === 'char' || field.type === 'text' || field.type === 'html') description['translate'] = field.translate
  description['type'] = field.type
  return description
}
