import { isClosed, JournalError } from '../activity/journal-error'
import type { JournalVerdict } from '../contract/activity'
import type { Host } from '../host/host'
import type { Log } from '../logging/log'
import type { Store } from '../state/store'
import type { Alerts } from './alerts/alerts'
import type { JournalKeeper } from './journal-keeper'
import type { RaiseNotice } from './notices'
import type { Recorder } from './recorder'

export interface JournalCareDeps {
  readonly host: Pick<Host, 'now'>
  readonly store: Pick<Store, 'dispatch'>
  readonly recorder: Pick<Recorder, 'purge'>
  readonly keeper: Pick<JournalKeeper, 'verify' | 'keepHead'>
  readonly alerts: Pick<Alerts, 'note'>
  readonly raise: RaiseNotice
  readonly log: Log
}

/** What is done for the journal day by day. */
export interface JournalCare {
  /** Deletes what is too old, then checks the chain without haste and keeps the newest row. Never rejects. */
  readonly tend: () => Promise<void>
  /** Checks the chain at once: somebody waits for it. */
  readonly verify: () => Promise<JournalVerdict>
}

export function createJournalCare({ host, store, recorder, keeper, alerts, raise, log }: JournalCareDeps): JournalCare {
  let checking: Promise<void> | null = null

  const verify = async (pace: 'now' | 'gently'): Promise<JournalVerdict> => {
    const verdict = await keeper.verify(pace)
    if (verdict.status !== 'locked') {
      store.dispatch({ type: 'journalChanged', journal: { checked: { at: new Date(host.now()).toISOString(), status: verdict.status } } })
    }
    if (verdict.status === 'broken') alerts.note({ kind: 'chain_broken' })
    return verdict
  }

  const check = async (): Promise<void> => {
    try {
      await verify('gently')
    } catch (error) {
      // Vitrine was quit meanwhile, and checks again at its next start.
      if (isClosed(error)) return
      log.error('The chain of the journal could not be checked', { error })
      if (error instanceof JournalError && error.trouble === 'broken') raise('journal_problem', error.told.message, error.told.hint)
    }
  }

  return {
    verify: () => verify('now'),
    tend: async () => {
      await recorder.purge()
      await (checking ??= check().finally(() => {
        checking = null
      }))
      await keeper.keepHead()
    },
  }
}
