import type { Alert, AlertView } from '../../contract/alerts'

interface Named {
  readonly id: string
  readonly name: string
}

/** An alert as people read it, with the names that clients and connections have now. */
export function alertInWords(alert: Alert, { clients, connections }: { readonly clients: readonly Named[]; readonly connections: readonly Named[] }): AlertView {
  const client = clients.find(({ id }) => id === alert.clientId)?.name ?? alert.clientId ?? 'An unknown client'
  const connection = connections.find(({ id }) => id === alert.connectionId)?.name ?? 'a connection that was removed'
  return { ...alert, ...wordsOf(alert, client, connection) }
}

function wordsOf({ kind, model = '', address, count = 0 }: Alert, client: string, connection: string): { readonly message: string; readonly hint: string } {
  switch (kind) {
    case 'rate_limit':
      return { message: `${client} asked more often than it may.`, hint: 'Further calls were refused. If you did not expect that, look at its calls under Activity, or pause it.' }
    case 'client_key_rejected':
      return {
        message: address === undefined ? `${client} came with a key that opens nothing.` : `Somebody at ${address} came with a client key that opens nothing.`,
        hint: 'It was not let in. If it is a client of yours, give it a new key under Clients.',
      }
    case 'http_refused':
      return {
        message: `The HTTP endpoint turned away a request from ${address ?? 'this computer'} that no client of yours would make.`,
        hint: 'It reached nothing. A web page may have tried: see which pages are open. The endpoint can be switched off in Settings.',
      }
    case 'odoo_key_rejected':
      return { message: `Odoo rejected the key of ${connection}.`, hint: 'Make a new API key in Odoo, then choose Replace key under Connections.' }
    case 'new_model':
      return { message: `${client} read ${model} in ${connection} for the first time.`, hint: 'If it should not, hide the model under Access.' }
    case 'outside_hours':
      return { message: `${client} asked outside working hours.`, hint: 'See under Activity what it asked for. Access can refuse calls at such times.' }
    case 'unusual_volume':
      return { message: `${client} read ${String(count)} records today, far more than usual.`, hint: 'See under Activity what it read. You can pause it, or limit the rows of an answer.' }
    case 'chain_broken':
      return { message: 'The journal is not as it was written.', hint: 'Choose Verify under Activity to see which row. Keep a copy of the file if you want to find out why.' }
  }
}
