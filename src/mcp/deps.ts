import type { NewActivityEvent } from '../contract/activity'
import type { ConsentGrant, ConsentQuestion } from '../contract/consent'
import type { GlossaryEntry } from '../contract/glossary'
import type { Host } from '../host/host'
import type { OdooReader } from '../odoo/port'
import type { Policy } from '../policy/policy'

/** One Odoo as the tools see it. */
export interface OdooAccess {
  readonly connectionId: string
  /** The user's own name for it. */
  readonly connectionName: string
  readonly reader: OdooReader
}

/** A connection besides the active one. It is opened when it is first asked. */
export interface OtherConnection {
  readonly connectionId: string
  /** Throws `VitrineError` when it cannot be opened now. */
  readonly open: () => Promise<OdooAccess>
}

/**
 * What an MCP session needs from the house. A tool knows nothing of sockets, keychains or windows.
 */
export interface McpDeps {
  readonly host: Pick<Host, 'now' | 'monotonicMs' | 'timeZone'>
  readonly serverVersion: string
  /** Which client key let the session in. */
  readonly clientId: string
  /** The connection in use. Throws `VitrineError` `disconnected` (or the problem's own code) when there is none. Asked for each call. */
  readonly access: () => OdooAccess
  /** Awaited at the beginning of each call: a connection that is just being opened is waited for. Absent where it always stands. */
  readonly settled?: () => Promise<void>
  /** Names of all connections, the active one first. */
  readonly connectionNames: () => readonly string[]
  /**
   * One of `connectionNames` besides the active one, by the name as it stands there, which no other has. Throws `disconnected` when
   * it is gone meanwhile. Absent where there is never more than one connection.
   */
  readonly otherConnection?: (name: string) => OtherConnection
  /** The user's own words, asked for each call; none where it is absent. */
  readonly glossary?: () => readonly GlossaryEntry[]
  /** Asked for each call, so that a change takes effect at once. */
  readonly policy: () => Policy
  /** A new receipt, which no call had before: eight characters. */
  readonly receipt: () => string
  /** Where a client came from that came over HTTP. */
  readonly address?: string
  /**
   * Asked once a call, before anything is asked of Odoo; `connectionId` is empty where it cannot be told. Throws `VitrineError`:
   * `rate_limited`, or `not_allowed_by_policy` for a client that is paused or has expired and outside its hours.
   */
  readonly admit?: (call: { readonly connectionId: string }) => void
  /**
   * Asks the user about a model that is neither allowed nor refused, and waits. Throws `waiting_for_consent` when nobody answered in
   * time and `consent_denied` for a no; rejects with the signal's reason when it aborts. Absent where nobody can be asked.
   */
  readonly consent?: (question: ConsentQuestion, signal: AbortSignal) => Promise<ConsentGrant>
  /** Whether the user has said yes to this model for longer than one call, so that it may be named among what can be read. */
  readonly granted?: (model: string, connectionId: string) => boolean
  /**
   * Asked for at the beginning of each call. Aborts when the client is revoked or paused and when the user disconnects: the answer
   * is then not delivered. Its reason is the `VitrineError` to answer with.
   */
  readonly stopSignal?: () => AbortSignal
  /**
   * Takes the row of a call before its answer is sent, and gives the receipt to answer with: the event's own, unless a row stands
   * for several calls. When it throws, the call is answered with `internal`: what cannot be recorded is not answered.
   */
  readonly record: (event: NewActivityEvent) => string
}
