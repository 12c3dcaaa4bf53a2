import type { RightsReport } from '../contract/key-care'
import type { ActionResult } from '../contract/requests'
import { VitrineError } from '../errors/vitrine-error'
import type { Host } from '../host/host'
import type { OwnAccountReader } from '../odoo/port'
import { probeRights } from '../odoo/rights'
import type { ConnectionSettings } from '../settings/schema'
import type { SettingsStore } from '../settings/store'
import type { Store } from '../state/store'
import { failureOf } from './problems'

export interface RightsDeps {
  readonly host: Pick<Host, 'now'>
  readonly settings: SettingsStore
  readonly store: Store
  readonly ownAccount: (connectionId: string) => Promise<OwnAccountReader>
  /** Models that clients have asked for, besides the usual ones. */
  readonly usedModels: () => readonly string[]
}

/** Looks at what the Odoo user of a connection could change, on the user's word. */
export interface RightsControl {
  /** One at a time: a new look ends the one before. What it finds is kept with the connection. */
  readonly probe: (connectionId: string) => Promise<ActionResult>
  readonly cancel: () => void
}

const OK: ActionResult = { ok: true }

export function createRightsControl({ host, settings, store, ownAccount, usedModels }: RightsDeps): RightsControl {
  let running: AbortController | null = null

  const look = async (connectionId: string, signal: AbortSignal): Promise<void> => {
    const reader = await ownAccount(connectionId)
    const report = await probeRights(reader, usedModels(), {
      signal,
      nowMs: host.now(),
      onProgress: (done, total) => {
        if (!signal.aborted) store.dispatch({ type: 'rightsProbed', probe: { connectionId, done, total } })
      },
    })
    await settings.update((before) => ({
      ...before,
      connections: before.connections.map((one) => (one.id === connectionId ? { ...one, rights: copyOf(report) } : one)),
    }))
  }

  return {
    probe: async (connectionId) => {
      running?.abort()
      const abort = new AbortController()
      running = abort
      try {
        await look(connectionId, abort.signal)
        return OK
      } catch (error) {
        // Called off by the user, who needs no explanation.
        if (abort.signal.aborted && error instanceof VitrineError && error.code === 'cancelled') return OK
        return failureOf(error)
      } finally {
        if (running === abort) {
          running = null
          store.dispatch({ type: 'rightsProbed', probe: null })
        }
      }
    },
    cancel: () => running?.abort(),
  }
}

/** As the settings keep it. */
export function copyOf({ checkedAt, checked, models }: RightsReport): NonNullable<ConnectionSettings['rights']> {
  return { checkedAt, checked, models: models.map(({ model, label, rights }) => ({ model, label, rights: [...rights] })) }
}
