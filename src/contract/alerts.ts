import type { Said } from '../i18n/sentence'

/** What can be worth a person's attention, each switched off by itself. */
export const ALERT_KINDS = [
  /** A client asked more often than it may. */
  'rate_limit',
  /** Somebody showed a client key that opens nothing, through the relay or over HTTP. */
  'client_key_rejected',
  /** A request over HTTP came from where none may come from: a web page, a strange name or address, another client's session. */
  'http_refused',
  'odoo_key_rejected',
  /** A model was read that no call of the kept activity read before in this connection. */
  'new_model',
  'outside_hours',
  /** A client read far more records today than it usually does. */
  'unusual_volume',
  'chain_broken',
] as const
export type AlertKind = (typeof ALERT_KINDS)[number]

/** One alert, without a value: names of clients, connections and models, counts and times. */
export interface Alert {
  readonly id: string
  readonly kind: AlertKind
  /** ISO 8601 in UTC. */
  readonly time: string
  readonly clientId?: string | undefined
  readonly connectionId?: string | undefined
  /** Technical name. */
  readonly model?: string | undefined
  /** Where a rejected client came from, over HTTP. */
  readonly address?: string | undefined
  /** Records, where the alert is about how many. */
  readonly count?: number | undefined
  readonly seen: boolean
}

/** The same as people read it. */
export interface AlertView extends Alert {
  readonly message: Said
  readonly hint: Said
}

/** Local times such as `22:00`; the end may lie before the beginning, on the next day. */
export interface TimeOfDay {
  readonly from: string
  readonly to: string
}

export interface AlertSettings {
  /** Kinds that nobody wants to hear of. */
  readonly off: readonly AlertKind[]
  /** No desktop notification in these hours: what came is told of when they end. */
  readonly quiet?: TimeOfDay | undefined
  /** When somebody is expected to ask. Without it, only what a client's own rules say counts. */
  readonly working?: { readonly hours: TimeOfDay; readonly days: readonly number[] } | undefined
}

/** How the last delivery to the webhook went. */
export const DELIVERY_OUTCOMES = ['delivered', 'refused', 'redirected', 'unreachable', 'untrusted', 'private_address', 'timeout', 'no_secret'] as const
export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number]

/** Which addresses the webhook may be at: out on the internet, or on the user's own network and computer as well. */
export const WEBHOOK_NETWORKS = ['internet', 'any'] as const

export interface WebhookView {
  readonly url: string
  readonly network: (typeof WEBHOOK_NETWORKS)[number]
  readonly caFile: string
  /** Deliveries that are still to be made. */
  readonly waiting: number
  readonly last?: { readonly at: string; readonly outcome: DeliveryOutcome } | undefined
}
