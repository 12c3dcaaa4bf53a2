import type { Crowd } from './concurrency'
import type { HouseMemory } from './house-memory'
import type { JournalTimes } from './journal-times'
import { ratio, round, type Spread } from './statistics'
import type { Pair } from './tool-times'
import type { QuestionCosts } from './twenty-answers'

export interface Sizes {
  readonly ours: number
  readonly reference: number
}

export interface Measured {
  /** By tool and delay of the sample in milliseconds; null for a real Odoo. Times in milliseconds. */
  readonly times: readonly { readonly name: string; readonly delayMs: number | null; readonly times: Pair }[]
  readonly crowds: readonly Crowd[]
  readonly twenty: readonly QuestionCosts[]
  /** Null where memory cannot be read. */
  readonly houseMemory: HouseMemory | null
  readonly relayStart: Pair
  /** With an application that is to be started first: the house without Electron, which shows what the way itself costs. */
  readonly relayWake: Spread
  /** The same with the application whole, up to an answer from Odoo; null where it cannot be started. */
  readonly appWake: Spread | null
  /** Kilobytes; null where memory cannot be read. */
  readonly relayMemory: Sizes | null
  readonly toolList: { readonly bytes: number; readonly tokens: number; readonly tools: number }
  readonly journal: JournalTimes
}

interface Limit {
  readonly most?: number
  readonly least?: number
}

/** What each ratio may be; those without a limit are watched only. */
const limits: Readonly<Record<string, Limit>> = {
  search: { most: 1.25 },
  read: { most: 1.25 },
  aggregate: { most: 1.25 },
  findModels: { most: 0.2 },
  describeModel: { most: 0.2 },
  search0: { most: 4 },
  read0: { most: 4 },
  aggregate0: { most: 4 },
  throughput64: { least: 0.8 },
  longestWait64: { most: 3 },
  errors64: { most: 0 },
  answerBytes: { most: 0.45 },
  houseMemory: { most: 1.2 },
  relayStart: { most: 3 },
  relayMemory: { most: 1.6 },
  journalPage: { most: 0.05 },
  journalAppend: { most: 0.05 },
}
const longestToolList = { bytes: 8192, tokens: 2000 }

/** One object: ratios by name (`search0` is `search` with the sample at 0 ms), and what they come from. */
export function summary(measured: Measured): object {
  const ratios = ratiosOf(measured)
  const { toolList, twenty, houseMemory, relayMemory } = measured
  return {
    ratios,
    toolListBytes: toolList.bytes,
    toolListTokens: toolList.tokens,
    withinLimits: Object.entries(limits).every(([name, limit]) => isWithin(ratios[name], limit)) && isShort(toolList),
    questions: { ...totalOf(twenty), each: twenty },
    concurrency: measured.crowds.map(({ callers, ours, reference }) => ({ callers, ours: sideOf(ours), reference: sideOf(reference) })),
    details: {
      milliseconds: Object.fromEntries([
        ...measured.times.map(({ name, delayMs, times }) => [keyOf(name, delayMs), rounded(times)]),
        ['relayStart', rounded(measured.relayStart)],
        ['relayWake', rounded({ ours: measured.relayWake, reference: measured.relayStart.ours })],
        ...(measured.appWake === null ? [] : [['appWake', rounded({ ours: measured.appWake, reference: measured.relayStart.ours })] as const]),
      ]),
      houseMemoryKilobytes: houseMemory,
      relayMemoryKilobytes: relayMemory,
      tools: toolList.tools,
      journal: {
        rows: measured.journal.rows,
        pages: Object.fromEntries(measured.journal.pages.map(({ name, ...pair }) => [name, rounded(pair)])),
        append: spread(measured.journal.append),
        pauses: Object.fromEntries(measured.journal.pauses.map(({ name, longestMs, tookMs }) => [name, { longestMs: round(longestMs), tookMs: round(tookMs) }])),
      },
      node: process.version,
    },
  }
}

export function table(measured: Measured): string {
  return [timesTable(measured), crowdTable(measured), twentyTable(measured), sizesTable(measured), journalTable(measured)].join('\n\n')
}

function timesTable(measured: Measured): string {
  const ratios = ratiosOf(measured)
  const milliseconds = ({ median, p95 }: Spread): string => `${median.toFixed(2)} ms (p95 ${p95.toFixed(2)})`
  const row = (title: string, key: string, { ours, reference }: Pair): string[] =>
    [title, milliseconds(ours), milliseconds(reference), `${ours.n}`, ...verdict(key, ratios[key])]
  return aligned([
    ['Times', 'Vitrine', 'reference', 'n', 'ratio', 'limit'],
    ...measured.times.map(({ name, delayMs, times }) =>
      row(delayMs === null ? name : `${name}, Odoo at ${delayMs} ms`, keyOf(name, delayMs), times)),
    row('relay start', 'relayStart', measured.relayStart),
    row('relay wake, without Electron; start', 'relayWake', { ours: measured.relayWake, reference: measured.relayStart.ours }),
    ...(measured.appWake === null ? [] : [row('relay wake, the application; start', 'appWake', { ours: measured.appWake, reference: measured.relayStart.ours })]),
  ])
}

function crowdTable(measured: Measured): string {
  const ratios = ratiosOf(measured)
  return aligned([
    ['Callers', 'Vitrine', 'plain, 4 sockets', 'errors', 'throughput', 'limit', 'longest wait / median', 'limit'],
    ...measured.crowds.map(({ callers, ours, reference }) => [
      `${callers}`,
      `${ours.throughput.toFixed(0)} a second, ${ours.waits.median.toFixed(0)} ms`,
      `${reference.throughput.toFixed(0)} a second, ${reference.waits.median.toFixed(0)} ms`,
      `${ours.errors}`,
      ...verdict(`throughput${callers}`, ratios[`throughput${callers}`]),
      ...verdict(`longestWait${callers}`, ratios[`longestWait${callers}`]),
    ]),
  ])
}

function twentyTable({ twenty }: Measured): string {
  const share = (ours: number, reference: number): string => (reference === 0 ? '' : `${Math.round((100 * ours) / reference)}%`)
  const total = totalOf(twenty)
  return aligned([
    ['Business question', 'calls', 'bytes', 'tokens', 'rows pretty-printed', 'share'],
    ...twenty.map((one) => one.unanswered === undefined
      ? [one.name, `${one.calls}`, `${one.bytes}`, `${one.tokens}`, `${one.plainBytes}`, share(one.bytes, one.plainBytes)]
      : [one.name, `not answered: ${one.unanswered}`, '', '', '', '']),
    [`all ${total.answered}`, `${total.calls}`, `${total.bytes}`, `${total.tokens}`, `${total.plainBytes}`, share(total.bytes, total.plainBytes)],
  ])
}

function sizesTable(measured: Measured): string {
  const ratios = ratiosOf(measured)
  const { toolList, relayMemory, houseMemory, twenty } = measured
  const row = (title: string, key: string, unit: string, ours: string, reference: string): string[] =>
    [title, `${ours} ${unit}`, `${reference} ${unit}`, ...verdict(key, ratios[key])]
  const total = totalOf(twenty)
  return aligned([
    ['Sizes', 'Vitrine', 'reference', 'ratio', 'limit'],
    row('the twenty answers', 'answerBytes', 'B', `${total.bytes}`, `${total.plainBytes}`),
    ...(houseMemory === null ? [] : [
      row(`house after ${houseMemory.callsAfter} calls, after ${houseMemory.callsBefore}`, 'houseMemory', 'kB', `${houseMemory.after}`, `${houseMemory.before}`),
    ]),
    ...(relayMemory === null ? [] : [row('relay memory, idle Node', 'relayMemory', 'kB', `${relayMemory.ours}`, `${relayMemory.reference}`)]),
    ['tool list', `${toolList.bytes} B, ${toolList.tokens} tokens`, '', '', `${longestToolList.bytes} B, ${longestToolList.tokens} tokens${isShort(toolList) ? '' : '  missed'}`],
  ])
}

function journalTable(measured: Measured): string {
  const { rows, pages, append, pauses } = measured.journal
  const ratios = ratiosOf(measured)
  const milliseconds = (value: number): string => `${value.toFixed(2)} ms`
  return aligned([
    [`Journal of ${rows} rows`, 'Vitrine', 'reference', 'ratio', 'limit'],
    ...pages.map(({ name, ours, reference }) => [`a page by ${name}, a scan`, milliseconds(ours.median), milliseconds(reference.median), ratio(ours, reference).toFixed(3), '']),
    ['the slowest of these', '', '', ...(rows < 1_000_000 ? verdict('journalPageOfFewer', ratios['journalPageOfFewer']) : verdict('journalPage', ratios['journalPage']))],
    ['adding a row, the fastest call', milliseconds(append.median), milliseconds(fastestCall(measured)), ...verdict('journalAppend', ratios['journalAppend'])],
    ...pauses.map(({ name, longestMs, tookMs }) => [`${name}: longest pause, whole time`, milliseconds(longestMs), milliseconds(tookMs), '', '']),
  ])
}

const fastestCall = ({ times }: Measured): number => Math.min(...times.map(({ times: { ours } }) => ours.median))

function ratiosOf(measured: Measured): Record<string, number> {
  const { times, crowds, twenty, houseMemory, relayStart, relayWake, appWake, relayMemory, journal } = measured
  const total = totalOf(twenty)
  return {
    ...Object.fromEntries(times.map(({ name, delayMs, times: pair }) => [keyOf(name, delayMs), ratio(pair.ours, pair.reference)])),
    ...Object.fromEntries(crowds.flatMap(({ callers, ours, reference }) => [
      [`throughput${callers}`, round(ours.throughput / reference.throughput)],
      [`longestWait${callers}`, round(ours.longestMs / ours.waits.median)],
      [`errors${callers}`, ours.errors],
    ])),
    answerBytes: round(total.bytes / total.plainBytes),
    ...(houseMemory !== null && { houseMemory: round(houseMemory.after / houseMemory.before) }),
    relayStart: ratio(relayStart.ours, relayStart.reference),
    relayWake: ratio(relayWake, relayStart.ours),
    ...(appWake !== null && { appWake: ratio(appWake, relayStart.ours) }),
    ...(relayMemory !== null && { relayMemory: round(relayMemory.ours / relayMemory.reference) }),
    // Of fewer rows a scan is quick, and the ratio says nothing.
    [journal.rows < 1_000_000 ? 'journalPageOfFewer' : 'journalPage']: Math.max(...journal.pages.map(({ ours, reference }) => ratio(ours, reference))),
    journalAppend: round(journal.append.median / fastestCall(measured)),
  }
}

function totalOf(twenty: readonly QuestionCosts[]) {
  const answered = twenty.filter(({ unanswered }) => unanswered === undefined)
  const sum = (of: (one: QuestionCosts) => number): number => answered.reduce((total, one) => total + of(one), 0)
  return {
    answered: answered.length,
    calls: sum(({ calls }) => calls),
    bytes: sum(({ bytes }) => bytes),
    tokens: sum(({ tokens }) => tokens),
    plainBytes: sum(({ plainBytes }) => plainBytes),
    plainTokens: sum(({ plainTokens }) => plainTokens),
  }
}

const isShort = ({ bytes, tokens }: Measured['toolList']): boolean => bytes <= longestToolList.bytes && tokens <= longestToolList.tokens

/** What could not be measured misses no limit. */
const isWithin = (value: number | undefined, { most = Number.POSITIVE_INFINITY, least = Number.NEGATIVE_INFINITY }: Limit): boolean =>
  value === undefined || (value <= most && value >= least)

function keyOf(name: string, delayMs: number | null): string {
  return delayMs === 0 ? `${name}0` : name
}

function verdict(key: string, value: number | undefined): string[] {
  const limit = limits[key]
  if (value === undefined) return ['', '']
  if (limit === undefined) return [value.toFixed(2), '']
  const said = limit.most === undefined ? `at least ${String(limit.least)}` : `at most ${limit.most}`
  return [value.toFixed(2), `${said}${isWithin(value, limit) ? '' : '  missed'}`]
}

const spread = ({ n, median, p95 }: Spread): object => ({ n, median: round(median), p95: round(p95) })

const rounded = ({ ours, reference }: Pair): object => ({ ours: spread(ours), reference: spread(reference) })

const sideOf = ({ throughput, waits, longestMs, errors }: Crowd['ours']): object =>
  ({ throughput: round(throughput), waits: spread(waits), longestMs: round(longestMs), errors })

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>((widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, cell.length)), [])
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n')
}
