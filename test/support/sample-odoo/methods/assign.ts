import { checkFields } from '../engine/access'
import { keyError, validationError, valueError } from '../engine/errors'
import type { Env, FieldDef, Json, ModelDef, Row } from '../engine/model'
import { repr } from '../engine/python'
import { datetimeText } from '../engine/time'
import { activeLanguage, displayName, modelOf } from '../engine/values'

export function asValues(value: Json | undefined): Record<string, Json> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  if (value === undefined || value === null) return {}
  throw valueError('dictionary update sequence element #0 has length 1; 2 is required')
}

/** Writes values into a record as Odoo converts and checks them. */
export function applyValues(env: Env, model: ModelDef, row: Row, values: Readonly<Record<string, Json>>): void {
  for (const name of Object.keys(values)) {
    if (model.fields.has(name)) continue
    throw env.version >= 19 ? keyError(name) : valueError(`Invalid field '${name}' on model '${model.name}'`)
  }
  checkFields(env, model, Object.keys(values), 'write')
  for (const [name, value] of Object.entries(values)) {
    const field = model.fields.get(name)
    if (field) assign(env, model, row, field, value)
  }
  row['write_uid'] = env.user.id
  row['write_date'] = datetimeText(env.nowMs)
  if (model.name === 'res.partner') settlePartner(env, model, row)
}

function assign(env: Env, model: ModelDef, row: Row, field: FieldDef, value: Json): void {
  const table = env.store.table(model)
  if (field.type === 'selection' && value !== false && value !== null && !field.selection?.some(([key]) => key === value)) {
    throw valueError(`Wrong value for ${model.name}.${field.name}: ${repr(value)}`)
  }
  if ((field.type === 'date' || field.type === 'datetime') && typeof value === 'string' && value !== '' && !/^\d{4}-\d{2}-\d{2}/.test(value)) {
    throw valueError(`time data '${value}' does not match format '${field.type === 'date' ? '%Y-%m-%d' : '%Y-%m-%d %H:%M:%S'}'`)
  }
  if (field.type === 'many2one') {
    checkTarget(env, model, row, field, value)
    row[field.name] = value
  } else if (field.type === 'one2many' || field.type === 'many2many') {
    commands(env, row, field, value)
  } else if (field.companyDependent) table.setCompanyValue(field.name, env.companyId, row.id, value)
  else if (field.translate && env.lang && activeLanguage(env) !== 'en_US' && typeof value === 'string') table.translate(field.name, activeLanguage(env), row.id, value)
  else if (field.type === 'html' && typeof value === 'string') row[field.name] = value.replace(/<script[^]*?<\/script>/gi, '')
  else if (!field.compute && !field.related) row[field.name] = value
}

function checkTarget(env: Env, model: ModelDef, row: Row, field: FieldDef, value: Json): void {
  if (typeof value !== 'number') return
  const comodel = modelOf(env, field.relation ?? '')
  if (!env.store.table(comodel).byId.has(value)) {
    throw validationError(env.version >= 19
      ? `The operation cannot be completed: Another model is using the record you are trying to delete.\n\nThe troublemaker is: '${model.label}' (${model.name})\n`
        + `Thanks to the following constraint: '${field.string}' (${field.name})\nHow about archiving the record instead?`
      : 'The operation cannot be completed: another model requires the record being deleted. If possible, archive it instead.\n\n'
        + `Model: ${model.label} (${model.name})\nConstraint: ${model.name.replace(/\./g, '_')}_${field.name}_fkey\n`)
  }
  if (field.name !== model.parentField || comodel.name !== model.name) return
  for (let above: Json | undefined = value; typeof above === 'number'; above = env.store.table(model).byId.get(above)?.[field.name]) {
    if (above !== row.id) continue
    throw validationError(env.lang === 'fr_FR'
      ? 'Vous ne pouvez pas créer de hiérarchie de partenaires récursive.' : 'You cannot create recursive Partner hierarchies.')
  }
}

/** The command lists that change x2many fields: `[6, 0, ids]` replaces, `[4, id]` links, `[3, id]` unlinks, `[0, 0, values]` makes. */
function commands(env: Env, row: Row, field: FieldDef, value: Json): void {
  if (!Array.isArray(value)) return
  const comodel = modelOf(env, field.relation ?? '')
  const table = env.store.table(comodel)
  const current = row[field.name]
  let ids = Array.isArray(current) ? [...current] : []
  for (const command of value) {
    if (!Array.isArray(command)) {
      if (typeof command === 'number') ids.push(command)
      continue
    }
    const [code, id = 0, more = null] = command
    if (code === 6 && Array.isArray(more)) ids = [...more]
    else if (code === 5) ids = []
    else if (code === 4) ids = [...new Set([...ids, id])]
    else if (code === 3 || code === 2) {
      ids = ids.filter((known) => known !== id)
      if (code === 2 && typeof id === 'number') table.remove(id)
    } else if (code === 1 && typeof id === 'number') {
      const target = table.byId.get(id)
      if (target) applyValues(env, comodel, target, asValues(more))
    } else if (code === 0) {
      const made: Row = { id: table.nextId }
      applyValues(env, comodel, made, field.inverse ? { ...asValues(more), [field.inverse]: row.id } : asValues(more))
      table.insert(made)
      ids.push(made.id)
    }
  }
  if (field.type === 'many2many') row[field.name] = ids
  table.touch()
}

function settlePartner(env: Env, model: ModelDef, row: Row): void {
  const parent = env.store.table(model).byId.get(row['parent_id'] as number)
  const own = String(row['name'] || '')
  const complete = parent && !row['is_company'] ? `${displayName(env, model, parent)}, ${own}` : own
  row[env.version === 16 ? 'display_name' : 'complete_name'] = complete
  row['commercial_partner_id'] = parent && !row['is_company'] ? parent['commercial_partner_id'] ?? parent.id : row.id
}
