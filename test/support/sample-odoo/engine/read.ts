import { checkFields, checkModel, checkRecords, mayUseField, rulePredicate } from './access'
import { accessError, valueError } from './errors'
import { PyFloat, type Answer, type Env, type FieldDef, type Json, type ModelDef, type Row } from './model'
import { typeName } from './python'
import { activeLanguage, displayName, displayNameOf, modelOf, valueOf } from './values'

/** The fields to read: those named, checked, or every readable one. */
export function fieldsToRead(env: Env, model: ModelDef, names: Json | undefined): FieldDef[] {
  if (!Array.isArray(names) || names.length === 0) return [...model.fields.values()].filter((field) => mayUseField(env, field))
  const fields = names.map((name) => {
    const field = typeof name === 'string' ? model.fields.get(name) : undefined
    if (!field) throw valueError(`Invalid field '${String(name)}' on ${env.version >= 19 ? '' : 'model '}'${model.name}'`)
    return field
  })
  checkFields(env, model, names as string[], 'read')
  return fields
}

/** The records behind ids, those that do not exist left out. */
export function existing(env: Env, model: ModelDef, ids: Json | undefined): Row[] {
  const table = env.store.table(model)
  const rows: Row[] = []
  for (const id of Array.isArray(ids) ? ids : [ids ?? null]) {
    if (typeof id === 'number') {
      const row = table.byId.get(id)
      if (row) rows.push(row)
    } else if (typeof id === 'string' && env.version === 16) {
      throw accessError(`Database fetch misses ids (('${id}',)) and has extra ids ((${id},)), may be caused by a type incoherence in a previous request`)
    } else if (id !== null && id !== false && typeof id !== 'string') {
      throw valueError(`Invalid id of type ${typeName(id)}`)
    }
  }
  return rows
}

export function readRows(env: Env, model: ModelDef, ids: Json | undefined, names: Json | undefined, load: Json | undefined): Answer[] {
  checkModel(env, model, 'read')
  const fields = fieldsToRead(env, model, names)
  const rows = existing(env, model, ids)
  checkRecords(env, model, rows, 'read')
  return formatRows(env, model, rows, fields, load)
}

/** Records as `read` answers them. */
export function formatRows(env: Env, model: ModelDef, rows: readonly Row[], fields: readonly FieldDef[], load: Json | undefined): Answer[] {
  const withNames = load === undefined || load === '_classic_read'
  const columns = fields.filter((field) => field.name !== 'id').map((field) => ({ field, format: formatter(env, model, field, withNames) }))
  return rows.map((row) => {
    const answer: Record<string, Answer> = { id: row.id }
    for (const { field, format } of columns) answer[field.name] = format(row)
    return answer
  })
}

type Format = (row: Row) => Answer

function formatter(env: Env, model: ModelDef, field: FieldDef, withNames: boolean): Format {
  if (field.name === 'display_name') return (row) => displayName(env, model, row)
  if (field.translate && env.lang) activeLanguage(env)
  switch (field.type) {
    case 'many2one': {
      const relation = field.relation ?? ''
      return (row) => {
        const id = valueOf(env, model, row, field)
        if (typeof id !== 'number' || id === 0) return false
        return withNames ? [id, displayNameOf(env, relation, id)] : id
      }
    }
    case 'one2many':
    case 'many2many': {
      const comodel = modelOf(env, field.relation ?? '')
      const allowed = rulePredicate(env, comodel, 'read')
      const table = env.store.table(comodel)
      return (row) => {
        const ids = valueOf(env, model, row, field)
        if (!Array.isArray(ids) || !allowed) return ids
        return ids.filter((id) => {
          const target = table.byId.get(id as number)
          return target !== undefined && allowed(target)
        })
      }
    }
    case 'float':
    case 'monetary':
      return (row) => asFloat(valueOf(env, model, row, field))
    case 'binary':
      return (row) => binaryValue(env, valueOf(env, model, row, field))
    default:
      return (row) => valueOf(env, model, row, field)
  }
}

export function asFloat(value: Json): Answer {
  return typeof value === 'number' && Number.isInteger(value) ? new PyFloat(value) : value
}

function binaryValue(env: Env, value: Json): Json {
  if (typeof value !== 'string' || env.context['bin_size'] !== true) return value
  const bytes = Math.floor((value.length * 3) / 4)
  if (bytes < 1024) return `${bytes.toFixed(2)} bytes`
  return bytes < 1_048_576 ? `${(bytes / 1024).toFixed(2)} Kb` : `${(bytes / 1_048_576).toFixed(2)} Mb`
}
