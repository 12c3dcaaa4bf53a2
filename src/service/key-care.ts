import { daysUntil, warningDue, type KeyExpiry } from '../contract/key-care'
import type { ActionResult } from '../contract/requests'
import type { Host } from '../host/host'
import type { Said, Sentence } from '../i18n/sentence'
import type { CallOptions, OwnAccountReader } from '../odoo/port'
import type { ConnectionSettings, Settings } from '../settings/schema'
import type { SettingsStore } from '../settings/store'
import { failureOf } from './problems'

export interface KeyCareDeps {
  readonly host: Pick<Host, 'now'>
  readonly settings: SettingsStore
  /** Tells the user that a key ends soon: one sentence, and what to do. */
  readonly warn: (message: Said, hint: Said) => void
}

/** Knows when Odoo keys end, and says so 14, 3 and 0 days ahead, each once for a key. */
export interface KeyCare {
  /** Asks Odoo when the key of a connection ends, unless the user has said it. Throws `VitrineError`. */
  readonly ask: (connectionId: string, reader: OwnAccountReader, options?: CallOptions) => Promise<void>
  /** Gives the warnings that are due and were not given. */
  readonly warn: () => Promise<void>
  /** What the user says; null forgets it, and Odoo is asked at the next connect. */
  readonly setExpiry: (connectionId: string, expiresAt: string | null) => Promise<ActionResult>
  readonly dismissReminder: (connectionId: string) => Promise<ActionResult>
}

type Expiry = NonNullable<ConnectionSettings['expiry']>

const OK: ActionResult = { ok: true }
const GONE: ActionResult = { ok: false, message: { id: 'fault.connection.gone' }, hint: { id: 'fault.connection.gone.hint' } }
const HINT: Sentence = { id: 'problem.newKey' }

export function createKeyCare({ host, settings, warn: tell }: KeyCareDeps): KeyCare {
  const find = (connectionId: string): ConnectionSettings | undefined => settings.get().connections.find(({ id }) => id === connectionId)

  let warning: Promise<void> = Promise.resolve()

  const change = async (connectionId: string, by: (one: ConnectionSettings) => ConnectionSettings): Promise<ActionResult> => {
    if (find(connectionId) === undefined) return GONE
    try {
      await settings.update((before) => withConnection(before, connectionId, by))
      return OK
    } catch (error) {
      return failureOf(error)
    }
  }

  const warnOf = async ({ id, name, expiry }: ConnectionSettings): Promise<void> => {
    if (expiry === undefined) return
    const known = expiryOf(expiry)
    const due = warningDue(known, host.now())
    if (due === null || known.kind !== 'on' || (expiry.warnedDaysAhead ?? Infinity) <= due) return
    // Written down first: a warning that comes at every start would soon be read no more.
    const written = await change(id, (one) => ({ ...one, expiry: { ...expiry, warnedDaysAhead: due } }))
    if (written.ok) tell(sentence(name, known, host.now()), HINT)
  }

  const warnOfAll = async (): Promise<void> => {
    for (const connection of settings.get().connections) await warnOf(connection)
  }

  /** One after the other: two at once would both find that nothing was said yet. */
  const warn = (): Promise<void> => (warning = warning.then(warnOfAll))

  return {
    ask: async (connectionId, reader, options) => {
      if (find(connectionId)?.expiry?.certainty === 'user') return warn()
      const found = await reader.keyExpiry(options)
      const known = find(connectionId)?.expiry
      if (known === undefined || !isSame(expiryOf(known), found)) await change(connectionId, (one) => ({ ...one, expiry: found }))
      await warn()
    },

    warn,

    setExpiry: async (connectionId, expiresAt) => {
      const result = await change(connectionId, ({ expiry, ...one }) => (expiresAt === null ? one : { ...one, expiry: said(expiresAt) }))
      if (result.ok) await warn()
      return result
    },

    dismissReminder: (connectionId) => change(connectionId, ({ replacedAt, ...one }) => one),
  }
}

export function expiryOf({ kind, at, certainty }: Expiry): KeyExpiry {
  if (kind !== 'on') return { kind }
  return at === undefined || certainty === undefined ? { kind: 'unknown' } : { kind, at, certainty }
}

function said(at: string): Expiry {
  return { kind: 'on', at, certainty: 'user' }
}

function isSame(one: KeyExpiry, other: KeyExpiry): boolean {
  if (one.kind !== 'on' || other.kind !== 'on') return one.kind === other.kind
  return one.at === other.at && one.certainty === other.certainty
}

function withConnection(before: Settings, connectionId: string, by: (one: ConnectionSettings) => ConnectionSettings): Settings {
  return { ...before, connections: before.connections.map((one) => (one.id === connectionId ? by(one) : one)) }
}

function sentence(name: string, { at, certainty }: Extract<KeyExpiry, { kind: 'on' }>, nowMs: number): Sentence {
  const whose = certainty === 'one_of' ? 'oneOf' : 'own'
  return Date.parse(at) <= nowMs ? { id: `notify.key.${whose}.past`, values: { name } } : { id: `notify.key.${whose}.ahead`, values: { name, days: daysUntil(at, nowMs) } }
}
