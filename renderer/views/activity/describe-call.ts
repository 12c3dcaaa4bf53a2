import type { ActivityEvent } from '../../../src/contract/activity'
import type { Text } from '../../i18n/text'

/** What a call did, in words: "Search, 20 of 143". Without a value, because the event has none. */
export function describeCall(event: ActivityEvent, t: Text): string {
  if (event.outcome !== 'answered') return t(`asked.${event.tool}`)
  const { rows, total } = event
  switch (event.tool) {
    case 'odoo_search':
      if (total === undefined) return t('did.search', { rows })
      return rows === 0 && total > 0 ? t('did.count', { total }) : t('did.searchOf', { rows, total })
    case 'odoo_read':
      return t('did.read', { rows })
    case 'odoo_aggregate':
      return t('did.aggregate', { rows })
    case 'odoo_resolve':
      return t('did.resolve', { rows })
    case 'odoo_find_models':
      return t('did.findModels', { rows })
    case 'odoo_describe_model':
      return t('did.describe', { rows })
    case 'odoo_context':
      return t('did.context')
    case 'unknown':
      return t('asked.unknown')
  }
}
