import { checkModel, checkRecords } from '../engine/access'
import { missingError, userError, validationError } from '../engine/errors'
import type { Answer, Env, Json, ModelDef, Operation, Row } from '../engine/model'
import { datetimeText } from '../engine/time'
import { displayName } from '../engine/values'
import { labelOf } from '../schema/french'
import { applyValues, asValues } from './assign'
import { defaultsFor } from './defaults'
import type { Method, MethodCall } from './signature'

/** The records a method works on; one that is gone is an error here, unlike in `read`. */
function targets(env: Env, model: ModelDef, ids: Json, operation: Operation): Row[] {
  checkModel(env, model, operation)
  const table = env.store.table(model)
  const rows = (Array.isArray(ids) ? ids : [ids]).map((id) => {
    const row = typeof id === 'number' ? table.byId.get(id) : undefined
    if (!row) throw missingError(model.name, Number(id), env)
    return row
  })
  checkRecords(env, model, rows, 'read')
  checkRecords(env, model, rows, operation)
  return rows
}

function createOne(env: Env, model: ModelDef, values: Record<string, Json>): number {
  const table = env.store.table(model)
  const moment = datetimeText(env.nowMs)
  const row: Row = { id: table.nextId, create_uid: env.user.id, write_uid: env.user.id, create_date: moment, write_date: moment }
  const all: Record<string, Json> = { ...defaultsFor(env, model), ...values }
  if (model.name === 'sale.order') {
    all['name'] ??= `S${String(row.id).padStart(5, '0')}`
    all['partner_invoice_id'] ??= all['partner_id'] ?? false
    all['partner_shipping_id'] ??= all['partner_id'] ?? false
  } else if (model.name === 'purchase.order') all['name'] ??= `P${String(row.id).padStart(5, '0')}`
  else if (model.name === 'account.move') all['journal_id'] ??= 4
  for (const field of model.fields.values()) {
    if (field.required && field.store && field.type !== 'boolean' && field.type !== 'integer' && field.type !== 'float' && field.type !== 'one2many' && !all[field.name]) {
      throw requiredMissing(env, model, field.string, field.name)
    }
  }
  applyValues(env, model, row, all)
  table.insert(row)
  checkRecords(env, model, [row], 'create')
  return row.id
}

function requiredMissing(env: Env, model: ModelDef, label: string, name: string): Error {
  return validationError(env.version >= 19
    ? `The operation cannot be completed: Missing required value for the field '${label}' (${name}).\nModel: '${model.label}' (${model.name})\n`
      + '- create/update: a mandatory field is not set\n- delete: another model requires the record being deleted, you can archive it instead\n'
    : 'The operation cannot be completed:\n- Create/update: a mandatory field is not set.\n'
      + `- Delete: another model requires the record being deleted. If possible, archive it instead.\n\nModel: ${model.label} (${model.name})\nField: ${label} (${name})\n`)
}

const create = ({ env, model, args, protocol }: MethodCall): Answer => {
  checkModel(env, model, 'create')
  const given = args['vals_list']
  const ids = (Array.isArray(given) ? given : [given ?? {}]).map((values) => createOne(env, model, asValues(values)))
  return Array.isArray(given) || protocol === 'json2' ? ids : ids[0]
}

const write = ({ env, model, ids, args }: MethodCall): Answer => {
  const rows = targets(env, model, ids, 'write')
  const values = asValues(args['vals'])
  for (const row of rows) applyValues(env, model, row, values)
  env.store.table(model).touch()
  return true
}

/** A record that another one cannot do without stays. */
function checkUnused(env: Env, model: ModelDef, row: Row): void {
  for (const other of env.models.values()) {
    for (const field of other.fields.values()) {
      if (field.type !== 'many2one' || field.relation !== model.name || !field.required || !field.store) continue
      if (!env.store.table(other).mirror(field.name).has(row.id)) continue
      throw validationError(env.version >= 19
        ? `The operation cannot be completed: Another model is using the record you are trying to delete.\n\nThe troublemaker is: '${other.label}' (${other.name})\n`
          + `Thanks to the following constraint: '${field.string}' (${field.name})\nHow about archiving the record instead?`
        : 'The operation cannot be completed: another model requires the record being deleted. If possible, archive it instead.\n\n'
          + `Model: ${other.label} (${other.name})\nConstraint: ${other.name.replace(/\./g, '_')}_${field.name}_fkey\n`)
    }
  }
}

const unlink = ({ env, model, ids }: MethodCall): Answer => {
  const rows = targets(env, model, ids, 'unlink')
  for (const row of rows) checkUnused(env, model, row)
  for (const row of rows) env.store.table(model).remove(row.id)
  return true
}

const copy = ({ env, model, ids, args }: MethodCall): Answer => {
  checkModel(env, model, 'create')
  const made = targets(env, model, ids, 'read').map((row) => {
    const values: Record<string, Json> = {}
    for (const field of model.fields.values()) {
      const value = row[field.name]
      if (field.store && !field.readonly && field.type !== 'one2many' && value !== undefined && field.name !== 'id') values[field.name] = value
    }
    if (typeof values['name'] === 'string') values['name'] = `${displayName(env, model, row)} (copy)`
    return createOne(env, model, { ...values, ...asValues(args['default']) })
  })
  return env.version >= 18 ? made : made[0]
}

const setActive = (decide: (row: Row) => boolean) => ({ env, model, ids }: MethodCall): Answer => {
  for (const row of targets(env, model, ids, 'write')) row['active'] = decide(row)
  env.store.table(model).touch()
  return undefined
}

const setState = (state: string, from: readonly string[]) => ({ env, model, ids }: MethodCall): Answer => {
  const rows = targets(env, model, ids, 'write')
  for (const row of rows) {
    if (!from.includes(String(row['state']))) throw userError(`Some ${labelOf(env, model.label)} records are not in a state requiring confirmation.`)
    row['state'] = state
  }
  env.store.table(model).touch()
  return true
}

const messagePost = ({ env, model, ids, args, protocol }: MethodCall): Answer => {
  const [row] = targets(env, model, ids, 'read')
  const text = String(args['body'] ?? '')
  // From 17 on a plain string is text, and what looks like HTML in it is escaped.
  const body = env.version >= 17 ? text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;') : text
  const messages = env.store.table('mail.message')
  const id = messages.nextId
  messages.insert({
    id, subject: args['subject'] ?? false, date: datetimeText(env.nowMs), body: `<p>${body}</p>`, model: model.name, res_id: row?.id ?? 0, message_type: 'notification',
    author_id: env.user.partnerId, email_from: env.user.login, is_internal: false, subtype_id: 2, create_uid: env.user.id, write_uid: env.user.id, create_date: datetimeText(env.nowMs), write_date: datetimeText(env.nowMs),
  })
  return protocol === 'json2' || env.version >= 18 ? [id] : id
}

const partnerOwner = (model: ModelDef): string => (model.name === 'res.partner' ? 'ResPartner' : 'BaseModel')

export const WRITING: readonly Method[] = [
  { name: 'create', kind: 'create', params: ['vals_list'], run: create },
  { name: 'write', owner: partnerOwner, kind: 'records', params: ['vals'], run: write },
  { name: 'unlink', kind: 'records', params: [], run: unlink },
  { name: 'copy', kind: 'records', params: ['default='], run: copy },
  { name: 'action_archive', kind: 'records', params: [], run: setActive(() => false) },
  { name: 'action_unarchive', kind: 'records', params: [], run: setActive(() => true) },
  { name: 'toggle_active', kind: 'records', params: [], run: setActive((row) => row['active'] === false) },
  { name: 'action_confirm', kind: 'records', params: [], models: ['sale.order'], run: setState('sale', ['draft', 'sent']) },
  { name: 'button_confirm', kind: 'records', params: [], models: ['purchase.order'], run: setState('purchase', ['draft', 'sent']) },
  { name: 'action_post', kind: 'records', params: [], models: ['account.move'], run: setState('posted', ['draft']) },
  { name: 'action_cancel', kind: 'records', params: [], models: ['sale.order'], run: setState('cancel', ['draft', 'sent', 'sale']) },
  { name: 'button_cancel', kind: 'records', params: [], models: ['account.move', 'purchase.order'], run: setState('cancel', ['draft', 'sent', 'purchase']) },
  { name: 'message_post', owner: 'MailThread', kind: 'records', params: ['body=', 'subject=', 'message_type='], anyKeywords: true, run: messagePost },
]
