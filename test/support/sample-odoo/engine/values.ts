import { userError, valueError } from './errors'
import { isNothing, type Env, type FieldDef, type Json, type ModelDef, type Row } from './model'

export const INSTALLED_LANGUAGES: Readonly<Record<string, string>> = { en_US: 'English (US)', fr_FR: 'French / Français' }

/** The language texts are read in: versions up to 17 ignore one that is not installed, later ones refuse it. */
export function activeLanguage(env: Env): string {
  const lang = env.lang
  if (!lang) return 'en_US'
  if (lang in INSTALLED_LANGUAGES) return lang
  if (env.version >= 18) throw userError(`Invalid language code: ${lang}`)
  return 'en_US'
}

export function modelOf(env: Env, name: string): ModelDef {
  const model = env.models.get(name)
  if (!model) throw valueError(`unknown model ${name}`)
  return model
}

export function fieldOf(model: ModelDef, name: string): FieldDef {
  const field = model.fields.get(name)
  if (!field) throw valueError(`Invalid field '${name}' on model '${model.name}'`)
  return field
}

/** A field's raw value for this caller: language, company, relation mirrors and computations applied. */
export function valueOf(env: Env, model: ModelDef, row: Row, field: FieldDef): Json {
  if (field.compute) return field.compute(row, env)
  if (field.related) return relatedValue(env, model, row, field.related)
  if (field.type === 'one2many') {
    return field.relation && field.inverse ? linkedIds(env, field, row) : (row[field.name] ?? [])
  }
  if (field.companyDependent) {
    const own = env.store.table(model).companyValue(field.name, env.companyId, row.id)
    return own ?? row[field.name] ?? false
  }
  if (field.translate && env.lang !== undefined) {
    const lang = activeLanguage(env)
    if (lang !== 'en_US') return env.store.table(model).translation(field.name, lang, row.id) ?? row[field.name] ?? false
  }
  return row[field.name] ?? emptyValue(field)
}

function emptyValue(field: FieldDef): Json {
  if (field.type === 'one2many' || field.type === 'many2many' || field.type === 'properties') return []
  if (field.type === 'integer' || field.type === 'float' || field.type === 'monetary') return 0
  return false
}

function relatedValue(env: Env, model: ModelDef, row: Row, path: readonly string[]): Json {
  let current: Row | undefined = row
  let currentModel = model
  for (let index = 0; index < path.length - 1; index += 1) {
    const field = fieldOf(currentModel, path[index] ?? '')
    const target: Json = valueOf(env, currentModel, current, field)
    currentModel = modelOf(env, field.relation ?? '')
    current = typeof target === 'number' ? env.store.table(currentModel).byId.get(target) : undefined
    if (!current) return emptyValue(fieldOf(currentModel, path[path.length - 1] ?? '')) || false
  }
  return valueOf(env, currentModel, current, fieldOf(currentModel, path[path.length - 1] ?? ''))
}

/** The other side's records, archived ones left out unless asked for, in that model's own order of ids. */
function linkedIds(env: Env, field: FieldDef, row: Row): number[] {
  const table = env.store.table(field.relation ?? '')
  const ids = table.mirror(field.inverse ?? '').get(row.id)
  if (!ids) return []
  const comodel = modelOf(env, field.relation ?? '')
  if (!env.activeTest || !comodel.fields.has('active')) return ids
  return ids.filter((id) => table.byId.get(id)?.['active'] !== false)
}

/** What stands beside the id of a many2one; computed without regard to rights, as Odoo does. */
export function displayName(env: Env, model: ModelDef, row: Row): string {
  if (model.displayName) return String(model.displayName(row, env))
  const field = model.fields.get(model.recName)
  const value = field ? valueOf(env, model, row, field) : false
  if (field?.type === 'many2one' && typeof value === 'number') return displayNameOf(env, field.relation ?? '', value)
  return isNothing(value) ? `${model.name},${row.id}` : String(value)
}

export function displayNameOf(env: Env, modelName: string, id: number): string {
  const model = modelOf(env, modelName)
  const row = env.store.table(model).byId.get(id)
  return row ? displayName(env, model, row) : ''
}
