import type { Alert, AlertView } from '../../contract/alerts'
import type { Said } from '../../i18n/sentence'

interface Named {
  readonly id: string
  readonly name: string
}

/** An alert as people read it, with the names that clients and connections have now. */
export function alertInWords(alert: Alert, { clients, connections }: { readonly clients: readonly Named[]; readonly connections: readonly Named[] }): AlertView {
  const { kind, model = '', address = '', count = 0 } = alert
  const client = clients.find(({ id }) => id === alert.clientId)?.name ?? alert.clientId ?? ({ id: 'alert.unknownClient' } as const)
  const connection = connections.find(({ id }) => id === alert.connectionId)?.name ?? ({ id: 'alert.removedConnection' } as const)
  const at = address === '' ? 'nowhere' : 'address'
  const message: Said = { id: `alert.${kind}`, values: { client, connection, model, at, address, count } }
  return { ...alert, message, hint: { id: `alert.${kind}.hint` } }
}
