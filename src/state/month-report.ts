import type { JournalVerdict } from '../contract/activity'
import type { AlertKind } from '../contract/alerts'
import { daysUntil } from '../contract/key-care'
import type { KeyState, MonthActivity, MonthSummary } from '../contract/month'
import type { Sheet, SheetSection, SheetTable } from '../contract/sheet'
import { monthFormats, type MonthFormats } from './month-formats'
import { ALERT_WORDS, GRANT_WORDS, JOURNAL_WORDS, REASON_WORDS } from './month-words'

/** As much of each as leaves an ordinary month on one page; what is over is counted. */
const SHOWN = { models: 15, askers: 8, newModels: 12, fields: 10, fieldModels: 6, reasons: 10, keys: 12 }

/** Older keys are worth replacing, by a rule of thumb that the page states. */
const OLD_AFTER_DAYS = 180
const UNUSED_AFTER_DAYS = 90
const ENDS_WITHIN_DAYS = 30
const DAY_MS = 86_400_000

/**
 * A month as a page for people. `verdict` is what checking the whole chain has found; null where it was not checked, `checking` while it
 * is. Names of models and fields, counts and times stand in it, and never a value of a record.
 */
export function monthReport(summary: MonthSummary, verdict: JournalVerdict | 'checking' | null): Sheet {
  const { activity } = summary
  const formats = monthFormats(summary.timeZone)
  const nameOf = (id: string): string => summary.names[id] ?? (id === '' ? '–' : id)
  const chain = chainSentence(verdict, activity.lastRow, formats)
  return {
    title: `Activity of ${formats.month(summary.month)}`,
    facts: [
      { name: 'Period', value: `${formats.day(summary.since)} to ${formats.day(new Date(Date.parse(summary.until) - 1).toISOString())}, time zone ${summary.timeZone}${summary.at < summary.until ? `; so far, until ${formats.moment(summary.at)}` : ''}` },
      { name: 'Answered', value: answered(activity, formats) },
      { name: 'Not answered', value: formats.count(activity.calls - activity.questions, 'question') },
      { name: 'Journal', value: chain },
    ],
    sections: [
      ...(activity.keptFrom === undefined
        ? []
        : [{ title: 'This month is not whole', sentences: [`Activity before ${formats.moment(activity.keptFrom)} was deleted (kept now for ${formats.count(summary.retentionDays, 'day')}): the month may have held more, and what counts as new may have been read before.`] }]),
      ...(activity.calls === 0 && activity.notes.length === 0 ? [{ title: 'What was read', sentences: ['Nothing was asked in this month.'] }] : read(activity, nameOf, formats)),
      ...events(summary, nameOf, formats),
      keys(summary, formats),
      ...journal(activity, formats),
    ],
  }
}

function answered({ questions, records, bytes }: MonthActivity, formats: MonthFormats): string {
  const count = formats.count(questions, 'question')
  return questions === 0 ? count : `${count}: ${formats.count(records, 'record')}, ${formats.bytes(bytes)}`
}

function read(activity: MonthActivity, nameOf: (id: string) => string, formats: MonthFormats): readonly SheetSection[] {
  const { models, askers, newModels, newFields } = activity
  const labels = new Map(models.map(({ model, label }) => [model, label]))
  const isNew = new Set(newModels)
  const fresh = [
    ...(newModels.length === 0 ? [] : [`Models: ${cut(newModels.map((model) => named(labels.get(model) ?? model, model)), SHOWN.newModels)}.`]),
    ...newFields.slice(0, SHOWN.fieldModels).map(({ model, fields }) => `Fields of ${named(labels.get(model) ?? model, model)}: ${cut(fields, SHOWN.fields)}.`),
    ...(newFields.length > SHOWN.fieldModels ? [`Fields of ${formats.count(newFields.length - SHOWN.fieldModels, 'more model')}.`] : []),
  ]
  const figures = (one: { readonly questions: number; readonly records: number; readonly bytes: number }) => [formats.number(one.questions), formats.number(one.records), formats.bytes(one.bytes)]
  const rest = (shown: number, all: readonly { readonly questions: number; readonly records: number; readonly bytes: number }[], lead: readonly string[]): readonly (readonly string[])[] =>
    all.length <= shown ? [] : [[...lead, ...figures(all.slice(shown).reduce((sum, one) => ({ questions: sum.questions + one.questions, records: sum.records + one.records, bytes: sum.bytes + one.bytes }), { questions: 0, records: 0, bytes: 0 }))]]
  return [
    {
      title: 'What was read',
      sentences: models.length === 0 ? ['No model was read.'] : [],
      table: tableOf(['Model'], ['Questions', 'Records', 'Data'], [
        ...models.slice(0, SHOWN.models).map((one) => [`${named(one.label, one.model)}${isNew.has(one.model) ? ' · new' : ''}`, ...figures(one)]),
        ...rest(SHOWN.models, models, [formats.count(models.length - SHOWN.models, 'more model')]),
      ]),
    },
    {
      title: 'By whom',
      sentences: askers.length === 0 ? ['No question was answered.'] : [],
      table: tableOf(['Client', 'Odoo user', 'Connection'], ['Questions', 'Records', 'Data'], [
        ...askers.slice(0, SHOWN.askers).map((one) => [nameOf(one.clientId), one.odooUser === '' ? '–' : one.odooUser, nameOf(one.connectionId), ...figures(one)]),
        ...rest(SHOWN.askers, askers, [`${formats.number(askers.length - SHOWN.askers)} more`, '', '']),
      ]),
    },
    ...(fresh.length === 0 ? [] : [{ title: 'Read for the first time', sentences: fresh }]),
  ]
}

function events({ activity, decisions }: MonthSummary, nameOf: (id: string) => string, formats: MonthFormats): readonly SheetSection[] {
  const alerts = activity.notes.filter(({ kind }) => kind === 'alert').map(({ detail, rows }) => [ALERT_WORDS[detail as AlertKind] ?? detail.replaceAll('_', ' '), formats.number(rows)])
  const unanswered = activity.unanswered.map(({ code, count }) => [REASON_WORDS[code], formats.number(count)])
  const turnedAway = activity.notes.filter(({ kind }) => kind === 'connection_refused').map(({ detail, sum, rows }) => [`turned away: ${detail.replaceAll('_', ' ')}`, formats.number(Math.max(sum, rows))])
  const reasons = [...unanswered, ...turnedAway]
  const consents = activity.consents.map(({ clientId, model, label, grant, count }) => `${nameOf(clientId)} read ${named(label, model)} with your consent ${GRANT_WORDS[grant]}: ${formats.count(count, 'question')}.`)
  const decided = decisions.map(({ clientId, model, label, answer, decidedAt }) => `${formats.day(decidedAt)}: ${nameOf(clientId)} may ${answer} read ${named(label, model)}.`)
  return [
    { title: 'Alerts', sentences: alerts.length === 0 ? ['None.'] : [], table: tableOf(['What'], ['Times'], alerts) },
    { title: 'Refused and failed', sentences: reasons.length === 0 ? ['Nothing.'] : [], table: tableOf(['Why'], ['Times'], reasons.slice(0, SHOWN.reasons)) },
    ...(consents.length + decided.length === 0 ? [] : [{ title: 'Consents and decisions', sentences: [...consents, ...decided] }]),
  ]
}

function keys({ keys: all, at }: MonthSummary, formats: MonthFormats): SheetSection {
  const rows = all.slice(0, SHOWN.keys).map((key) => [
    keyName(key),
    formats.day(key.since),
    key.kind === 'master' ? '–' : key.lastUsed === undefined ? 'never' : formats.day(key.lastUsed),
    key.expiry.kind === 'on' ? formats.day(key.expiry.at) : key.expiry.kind === 'never' ? 'no end' : 'unknown',
    keyAdvice(key, Date.parse(at)),
  ])
  return {
    title: 'Keys',
    sentences: rows.length === 0 ? ['There is no key yet.'] : [`As of ${formats.moment(at)}. Worth replacing after ${String(OLD_AFTER_DAYS)} days, by rule of thumb.`],
    table: tableOf(['Key', 'In use since', 'Last used', 'Ends', 'To do'], [], rows),
  }
}

function keyName({ kind, name }: KeyState): string {
  return kind === 'odoo' ? `Odoo: ${name}` : kind === 'client' ? `Client: ${name}` : 'Master key'
}

/** What a key asks of its keeper, the most urgent first; `–` for nothing. */
export function keyAdvice({ kind, since, lastUsed, expiry, paused }: KeyState, nowMs: number): string {
  const daysSince = (iso: string): number => (nowMs - Date.parse(iso)) / DAY_MS
  if (expiry.kind === 'on' && Date.parse(expiry.at) <= nowMs) return kind === 'client' ? 'has ended: replace or revoke' : 'has ended: replace'
  if (expiry.kind === 'on' && daysUntil(expiry.at, nowMs) <= ENDS_WITHIN_DAYS) return 'ends soon: replace'
  if (paused === true) return 'paused: revoke if not needed'
  if (kind === 'client' && daysSince(lastUsed ?? since) > UNUSED_AFTER_DAYS) return `not used for ${String(UNUSED_AFTER_DAYS)} days: revoke?`
  return daysSince(since) > OLD_AFTER_DAYS ? 'old: replace' : '–'
}

function journal({ notes }: MonthActivity, formats: MonthFormats): readonly SheetSection[] {
  const counted = new Map<string, number>()
  for (const { kind, sum } of notes) counted.set(kind, (counted.get(kind) ?? 0) + sum)
  const sentences = Object.entries(JOURNAL_WORDS).flatMap(([kind, words]) => {
    const count = counted.get(kind)
    return count === undefined ? [] : [words(formats.number(count))]
  })
  return sentences.length === 0 ? [] : [{ title: 'The journal itself', sentences }]
}

/** Whether the rows up to the last one of the month are as they were written. Checking goes from the first row on and names the first break. */
export function chainSentence(verdict: JournalVerdict | 'checking' | null, lastRow: number, formats: MonthFormats): string {
  if (verdict === 'checking') return 'Being checked…'
  if (verdict === null) return 'Not checked: the key of its chain is not at hand'
  if (verdict.status === 'locked') return 'Not checked: its key is in the keychain, so connect first'
  if (lastRow === 0) return 'Holds no row of this month'
  const { broken } = verdict
  if (broken !== undefined && broken.kind !== 'misfiled' && broken.from <= lastRow) return `Broken. ${verdict.message} Rows from there on are not vouched for.`
  const upTo = `As written up to row ${formats.number(lastRow)}, the last of this month`
  if (broken?.kind === 'misfiled') return `${upTo}. ${verdict.message}`
  if (broken !== undefined) return `${upTo}; it breaks later. ${verdict.message}`
  return verdict.status === 'partial' ? `Nothing wrong, but not every row can be checked: ${verdict.message}` : upTo
}

function tableOf(texts: readonly string[], numbers: readonly string[], rows: SheetTable['rows']): SheetTable | undefined {
  if (rows.length === 0) return undefined
  return { columns: [...texts.map((title) => ({ title, kind: 'text' as const })), ...numbers.map((title) => ({ title, kind: 'number' as const }))], rows }
}

function named(label: string, model: string): string {
  return label === model || label === '' ? model : `${label} (${model})`
}

function cut(names: readonly string[], most: number): string {
  return names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${String(names.length - most)} more`
}
