import type { AlertKind, AlertView } from '../../../src/contract/alerts'
import type { ViewName } from '../../../src/contract/requests'
import type { Intent } from '../../shell/navigation'

interface Way {
  readonly view: ViewName
  readonly intent?: Intent
  readonly label: 'alerts.way.calls' | 'verify.action' | 'attention.clients' | 'alerts.way.settings' | 'alerts.way.connections' | 'replace.action'
}

/** Alerts of one kind that nobody has seen yet. */
export interface AlertGroup {
  readonly kind: AlertKind
  readonly newest: AlertView
  /** How many there are besides the newest. */
  readonly more: number
  readonly ids: readonly string[]
  /** Where to look into it. */
  readonly way: Way
}

/** The alerts that nobody has seen yet by kind, the kind of the newest first. `alerts` come newest first. */
export function unseenGroups(alerts: readonly AlertView[]): readonly AlertGroup[] {
  const byKind = new Map<AlertKind, [AlertView, ...AlertView[]]>()
  for (const alert of alerts) {
    if (alert.seen) continue
    const group = byKind.get(alert.kind)
    if (group === undefined) byKind.set(alert.kind, [alert])
    else group.push(alert)
  }
  return [...byKind].map(([kind, group]) => ({ kind, newest: group[0], more: group.length - 1, ids: group.map(({ id }) => id), way: wayOf(kind, group) }))
}

function wayOf(kind: AlertKind, group: readonly AlertView[]): Way {
  switch (kind) {
    case 'rate_limit':
    case 'new_model':
    case 'outside_hours':
    case 'unusual_volume':
      return { view: 'activity', intent: { kind: 'calls_of', clientId: shared(group, 'clientId'), model: shared(group, 'model') }, label: 'alerts.way.calls' }
    case 'chain_broken':
      return { view: 'activity', intent: { kind: 'verify' }, label: 'verify.action' }
    case 'client_key_rejected':
      return { view: 'clients', label: 'attention.clients' }
    case 'http_refused':
      return { view: 'settings', label: 'alerts.way.settings' }
    case 'odoo_key_rejected': {
      const connectionId = shared(group, 'connectionId')
      return connectionId === undefined
        ? { view: 'connections', label: 'alerts.way.connections' }
        : { view: 'connections', intent: { kind: 'replace_key', connectionId }, label: 'replace.action' }
    }
  }
}

/** What all have in common: a filter for one client would hide what another did. */
function shared(group: readonly AlertView[], name: 'clientId' | 'connectionId' | 'model'): string | undefined {
  const values = new Set(group.map((alert) => alert[name]))
  return values.size === 1 ? [...values][0] : undefined
}
