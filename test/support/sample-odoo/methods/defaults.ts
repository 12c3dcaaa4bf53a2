import type { Env, Json, ModelDef } from '../engine/model'
import { dateText, datetimeText } from '../engine/time'

/** What a new record starts from. */
export function defaultsFor(env: Env, model: ModelDef): Record<string, Json> {
  const defaults: Record<string, Json> = {}
  const company = env.store.table('res.company').byId.get(env.companyId)
  for (const field of model.fields.values()) {
    if (!field.store) continue
    if (field.name === 'active') defaults['active'] = true
    else if (field.name === 'company_id' && model.name !== 'res.partner') defaults['company_id'] = env.companyId
    else if (field.name === 'currency_id') defaults['currency_id'] = company?.['currency_id'] ?? 1
    else if (field.name === 'state' && field.selection) defaults['state'] = field.selection[0]?.[0] ?? false
    else if (field.name === 'date_order') defaults['date_order'] = datetimeText(env.nowMs)
    else if (field.name === 'date' && field.type === 'date') defaults['date'] = dateText(env.nowMs)
    else if (field.name === 'move_type') defaults['move_type'] = 'entry'
    else if (field.name === 'type' && field.selection) defaults['type'] = field.selection[0]?.[0] ?? false
  }
  return defaults
}
