import type { Journal, OpenedJournal } from '../activity/journal'
import { isClosed, JournalError } from '../activity/journal-error'
import type { ActivityEvent, NewActivityEvent } from '../contract/activity'
import type { ActionResult } from '../contract/requests'
import { VitrineError } from '../errors/vitrine-error'
import type { Host } from '../host/host'
import type { Said, Sentence } from '../i18n/sentence'
import type { Log } from '../logging/log'
import type { SettingsStore } from '../settings/store'
import type { Store } from '../state/store'
import type { RaiseNotice } from './notices'
import { failureOf } from './problems'

export interface RecorderDeps {
  readonly host: Pick<Host, 'now'>
  readonly journal: Journal | null
  readonly settings: SettingsStore
  readonly store: Store
  readonly log: Log
  readonly raise: RaiseNotice
  /** A call is in the journal: for whoever shows it or learns from it. */
  readonly onRecorded: (event: ActivityEvent) => void
}

/** What goes into the journal and out of it, and what the state says of it. */
export interface Recorder {
  /** Writes a call down before its answer goes out. When it cannot it says so in a notice, and throws unless the user wants answers all the same. */
  readonly record: (event: NewActivityEvent) => void
  /** Writes down what is no call. What goes wrong is logged. */
  readonly note: (...note: Parameters<Journal['note']>) => void
  /** Deletes what is older than the settings keep. What goes wrong is logged. */
  readonly purge: () => Promise<void>
  readonly deleteAll: () => ActionResult
}

const DAY_MS = 86_400_000

export function createRecorder({ host, journal, settings, store, log, raise, onRecorded }: RecorderDeps): Recorder {
  /** A call could not be recorded; the next one that can takes the notice away. */
  let isBroken = false
  let unrecorded = 0

  const append = (event: NewActivityEvent): ActivityEvent | null => {
    try {
      if (journal === null) throw new VitrineError('internal', { id: 'fault.journal.write' })
      const kept = journal.append(event)
      if (isBroken) recovered(journal)
      return kept
    } catch (error) {
      log.error('A call could not be recorded', { error })
      failed(error)
      if (settings.get().strictRecording) throw error
      return null
    }
  }

  const failed = (error: unknown): void => {
    isBroken = true
    const { strictRecording } = settings.get()
    if (!strictRecording) unrecorded += 1
    const status = error instanceof JournalError && error.trouble === 'full' ? 'full' : 'failed'
    store.dispatch({ type: 'journalChanged', journal: { status, unrecorded } })
    const what: Sentence = { id: strictRecording ? 'notice.unrecorded.refused' : 'notice.unrecorded.answered' }
    const hint: Said = error instanceof VitrineError ? [error.told.message, error.told.hint] : { id: 'fault.disk' }
    raise('journal_problem', what, hint)
  }

  /** What is missing is said in the journal itself, as soon as that takes rows again. */
  const recovered = (open: Journal): void => {
    if (unrecorded > 0) open.note('unrecorded', { count: unrecorded })
    unrecorded = 0
    isBroken = false
    store.dispatch({ type: 'journalChanged', journal: { status: 'recording', unrecorded } })
    store.dispatch({ type: 'noticeCleared', id: 'journal_problem' })
  }

  const showLast = (): void => {
    store.dispatch({ type: 'activityRecorded', event: lastIn(journal) })
  }

  return {
    record: (event) => {
      const kept = append(event)
      if (kept === null) return
      try {
        store.dispatch({ type: 'activityRecorded', event: kept })
        onRecorded(kept)
      } catch (error) {
        // It is recorded; a window or tray that cannot draw it is no reason to keep the answer back.
        log.error('A recorded call could not be shown', { error })
      }
    },

    note: (...note) => {
      try {
        journal?.note(...note)
      } catch (error) {
        log.error('A note could not be recorded', { error })
      }
    },

    purge: async () => {
      try {
        const deleted = (await journal?.purge(new Date(host.now() - settings.get().retentionDays * DAY_MS).toISOString())) ?? 0
        if (deleted > 0) showLast()
      } catch (error) {
        // Vitrine was quit meanwhile, and its next start goes on with it.
        if (!isClosed(error)) log.error('Old activity could not be deleted', { error })
      }
    },

    deleteAll: () => {
      try {
        journal?.deleteAll()
        return { ok: true }
      } catch (error) {
        return failureOf(error)
      } finally {
        showLast()
      }
    },
  }
}

/** The newest call. A journal that cannot be read now says so at the first question, and does not keep the application from starting. */
export function lastIn(journal: Journal | null): ActivityEvent | null {
  try {
    return journal?.last() ?? null
  } catch {
    return null
  }
}

/** What the user should know of a journal at the start: that it could not be opened, or was begun anew. */
export function raiseJournalProblem(journal: OpenedJournal | Error, raise: RaiseNotice): void {
  if (journal instanceof Error) {
    // Words that are not our own may hold a path.
    const why: Said = journal instanceof VitrineError ? journal.told.message : { id: 'fault.journal.open' }
    raise('journal_problem', [{ id: 'notice.journal' }, why], { id: 'notice.journal.hint' })
  } else if (journal.problem !== undefined) {
    raise('journal_problem', journal.problem.message, journal.problem.hint)
  }
}
