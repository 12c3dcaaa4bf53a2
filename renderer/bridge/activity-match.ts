import type { ActivityEvent, ActivityFilter } from '../../src/contract/activity'

/** Whether a live event belongs into a list with this filter; the journal answers the same question for stored ones. */
export function matchesFilter(event: ActivityEvent, filter: ActivityFilter): boolean {
  if (filter.clientId !== undefined && event.clientId !== filter.clientId) return false
  if (filter.model !== undefined && event.model !== filter.model) return false
  if (filter.outcome !== undefined && event.outcome !== filter.outcome) return false
  if (filter.since !== undefined && Date.parse(event.time) < Date.parse(filter.since)) return false
  if (filter.until !== undefined && Date.parse(event.time) >= Date.parse(filter.until)) return false
  if (filter.connectionId !== undefined && event.connectionId !== filter.connectionId) return false
  if (filter.tool !== undefined && event.tool !== filter.tool) return false
  // A receipt belongs to a call that has been answered: no live one has it.
  if (filter.receipt !== undefined) return false
  const words = fold(filter.text ?? '').split(/\s+/).filter((word) => word !== '')
  const haystack = [
    event.model ?? '',
    event.modelLabel ?? '',
    event.fields.join(' '),
    event.hiddenFields.join(' '),
    event.clientName,
    event.clientId,
  ]
  return words.every((word) => haystack.some((part) => fold(part).includes(word)))
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
