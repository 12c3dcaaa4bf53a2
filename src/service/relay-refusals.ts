import { createRefusalNotes } from '../endpoint/refusal-notes'
import type { SettingsStore } from '../settings/store'
import type { Alerts } from './alerts/alerts'
import type { Authorization } from './client-access'
import type { Schedule } from './connection-control'
import type { Recorder } from './recorder'

type Refused = Extract<Authorization, { readonly ok: false }>

/** What is made of relays that show a key which opens nothing: an alert, and a note in the journal, many of a kind in one a minute. */
export interface RelayRefusals {
  readonly note: (claimedId: string, refused: Pick<Refused, 'code'>) => void
  /** Writes down what was gathered: before the journal closes. */
  readonly flush: () => void
}

export interface RelayRefusalsDeps {
  readonly settings: SettingsStore
  readonly schedule: Schedule
  readonly record: Recorder['note']
  readonly alert: Alerts['note']
}

/** In the words of the HTTP endpoint. */
const REASONS = { unknown_client: 'unknown_client', wrong_key: 'wrong_key', client_expired: 'expired_key' } as const satisfies Record<Refused['code'], string>

export function createRelayRefusals({ settings, schedule, record, alert }: RelayRefusalsDeps): RelayRefusals {
  const notes = createRefusalNotes<{ readonly detail: string; readonly clientId?: string }>((run, delayMs) => schedule(delayMs, run), (refused) => {
    record('connection_refused', refused)
  })
  return {
    note: (claimedId, { code }) => {
      // Who has no key can claim any name, and what is kept must not be theirs to write.
      const client = settings.get().clients.some(({ id }) => id === claimedId) ? { clientId: claimedId } : {}
      notes.note({ detail: REASONS[code], ...client })
      alert({ kind: 'client_key_rejected', ...client })
    },
    flush: notes.close,
  }
}
