import type { Journal } from '../../activity/journal'
import type { MonthResult, MonthSummary } from '../../contract/month'
import type { Host } from '../../host/host'
import type { Settings } from '../../settings/schema'
import type { SettingsStore } from '../../settings/store'
import { problemOf } from '../problems'
import { keyStates } from './key-states'
import { monthSpan, monthsUpTo, usualMonth } from './period'

/** What a summary is made from: the application's journal, or one that is read without it. */
export type MonthSource = Pick<Journal, 'oldest' | 'lastCalls' | 'month'>

/** Of the settings, what a summary says: never a hash or an address. */
export type MonthSettings = Pick<Settings, 'connections' | 'clients' | 'consent' | 'retentionDays' | 'sealedAnewAt'>

/**
 * What happened in a month, as `2026-10`; without one, in the last whole month, or in the present one where no earlier is kept. Throws
 * JournalError.
 */
export async function monthSummary(source: MonthSource, settings: MonthSettings, host: Pick<Host, 'now' | 'timeZone'>, wanted?: string): Promise<MonthSummary> {
  const { timeZone } = host
  const nowMs = host.now()
  const months = monthsUpTo(nowMs, source.oldest(), timeZone)
  const month = wanted ?? usualMonth(months)
  const span = monthSpan(month, timeZone)
  return {
    month,
    months,
    timeZone,
    ...span,
    at: new Date(nowMs).toISOString(),
    retentionDays: settings.retentionDays,
    activity: await source.month(span),
    names: Object.fromEntries([...settings.clients, ...settings.connections].map(({ id, name }) => [id, name])),
    decisions: settings.consent
      .filter(({ decidedAt }) => decidedAt >= span.since && decidedAt < span.until)
      .map(({ clientId, model, modelLabel, answer, decidedAt }) => ({ clientId, model, label: modelLabel ?? model, answer, decidedAt })),
    keys: keyStates(settings, source.lastCalls()),
  }
}

interface MonthDeps {
  readonly journal: Journal | null
  readonly settings: SettingsStore
  readonly host: Pick<Host, 'now' | 'timeZone'>
}

/** The same for the window: what keeps the journal from being read is said in words. */
export async function monthOf({ journal, settings, host }: MonthDeps, month: string | undefined): Promise<MonthResult> {
  if (journal === null) return { ok: false, message: { id: 'fault.journal.none' }, hint: { id: 'fault.journal.none.hint' } }
  try {
    return { ok: true, summary: await monthSummary(journal, settings.get(), host, month) }
  } catch (error) {
    const { message, hint } = problemOf(error)
    return { ok: false, message, hint }
  }
}
