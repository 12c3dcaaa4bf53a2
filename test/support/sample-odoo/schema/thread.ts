import type { Compute, Json } from '../engine/model'
import { boolean, char, date, integer, one2many, selection, type FieldSpec } from './fields'

const messagesOf = (model: string): Compute => (row, env) => {
  const table = env.store.table('mail.message')
  const ids: Json[] = (table.mirror('res_id').get(row.id) ?? []).filter((id) => table.byId.get(id)?.['model'] === model)
  return ids.reverse()
}

/** The fields that models with a discussion carry. */
export function thread(model: string): Record<string, FieldSpec> {
  const messages = messagesOf(model)
  return {
    message_ids: { ...one2many('Messages', 'mail.message', 'res_id', { compute: messages }) },
    message_is_follower: boolean('Is Follower', { readonly: true, store: false, searchable: true, compute: () => false }),
    has_message: boolean('Has Message', { readonly: true, store: false, searchable: true, compute: (row, env) => (messages(row, env) as Json[]).length > 0 }),
    message_needaction: boolean('Action Needed', { readonly: true, store: false, searchable: true, compute: () => false }),
    message_attachment_count: integer('Attachment Count', { readonly: true, store: false, compute: () => 0 }),
    activity_state: selection('Activity State', [['overdue', 'Overdue'], ['today', 'Today'], ['planned', 'Planned']],
      { readonly: true, store: false, searchable: true, groupable: true, compute: () => false }),
    activity_date_deadline: date('Next Activity Deadline', { readonly: true, store: false, searchable: true, compute: () => false }),
    activity_summary: char('Next Activity Summary', { store: false, searchable: true, compute: () => false }),
  }
}
