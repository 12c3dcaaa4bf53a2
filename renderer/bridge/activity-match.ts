import type { ActivityEvent, ActivityFilter } from '../../src/contract/activity'

/** Whether a live event belongs into a list with this filter; the journal answers the same question for stored ones. */
export function matchesFilter(event: ActivityEvent, filter: ActivityFilter): boolean {
  if (filter.clientId !== undefined && event.clientId !== filter.clientId) return false
  if (filter.model !== undefined && event.model !== filter.model) return false
  if (filter.outcome !== undefined && event.outcome !== filter.outcome) return false
  if (filter.since !== undefined && Date.parse(event.time) < Date.parse(filter.since)) return false
  const needle = fold(filter.text?.trim() ?? '')
  if (needle === '') return true
  const haystack = [
    event.model ?? '',
    event.modelLabel ?? '',
    event.fields.join(' '),
    event.hiddenFields.join(' '),
    event.clientName,
    event.clientId,
  ]
  return haystack.some((part) => fold(part).includes(needle))
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
