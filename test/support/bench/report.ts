import { ratio, round, type Spread } from './statistics'

export interface Pair {
  readonly ours: Spread
  readonly reference: Spread
}

export interface Sizes {
  readonly ours: number
  readonly reference: number
}

export interface Measured {
  /** By question and delay of the sample, such as `search at 10 ms`. Milliseconds. */
  readonly questions: readonly { readonly name: string; readonly delayMs: number; readonly times: Pair }[]
  readonly answerBytes: Sizes & { readonly wholeLine: number }
  readonly relayStart: Pair
  /** Kilobytes; null where memory cannot be read. */
  readonly relayMemory: Sizes | null
  readonly toolList: { readonly bytes: number; readonly tokens: number; readonly tools: number }
}

/** The highest ratio each may have; those without one are watched only. */
const limits: Readonly<Record<string, number>> = { search: 1.35, search0: 5, relayStart: 3, relayMemory: 1.6 }
const longestToolList = 8192

/** One object: ratios of medians by name (`search0` is `search` with the sample at 0 ms), and what they come from. */
export function summary(measured: Measured): object {
  const ratios = ratiosOf(measured)
  return {
    ratios,
    toolListBytes: measured.toolList.bytes,
    toolListTokens: measured.toolList.tokens,
    withinLimits: Object.entries(limits).every(([name, limit]) => (ratios[name] ?? 0) <= limit) && measured.toolList.bytes <= longestToolList,
    details: {
      milliseconds: Object.fromEntries([
        ...measured.questions.map(({ name, delayMs, times }) => [keyOf(name, delayMs), rounded(times)]),
        ['relayStart', rounded(measured.relayStart)],
      ]),
      answerBytes: measured.answerBytes,
      relayMemoryKilobytes: measured.relayMemory,
      tools: measured.toolList.tools,
      node: process.version,
    },
  }
}

export function table(measured: Measured): string {
  const ratios = ratiosOf(measured)
  const milliseconds = (value: number): string => `${value.toFixed(2)} ms`
  const timeRow = (title: string, key: string, { ours, reference }: Pair): string[] => [
    title,
    `${milliseconds(ours.median)} (p95 ${ours.p95.toFixed(2)})`,
    `${milliseconds(reference.median)} (p95 ${reference.p95.toFixed(2)})`,
    `${ours.n}`,
    ...verdict(key, ratios[key]),
  ]
  const sizeRow = (title: string, key: string, unit: string, { ours, reference }: Sizes): string[] => [
    title,
    `${ours} ${unit}`,
    `${reference} ${unit}`,
    '1',
    ...verdict(key, ratios[key]),
  ]
  const { toolList, relayMemory } = measured
  return aligned([
    ['', 'Vitrine', 'reference', 'n', 'ratio', 'at most'],
    ...measured.questions.map(({ name, delayMs, times }) => timeRow(`${name}, Odoo at ${delayMs} ms`, keyOf(name, delayMs), times)),
    timeRow('relay start', 'relayStart', measured.relayStart),
    ...(relayMemory === null ? [] : [sizeRow('relay memory', 'relayMemory', 'kB', relayMemory)]),
    sizeRow('answer, 20 rows', 'answerBytes', 'B', measured.answerBytes),
    ['tool list', `${toolList.bytes} B, ${toolList.tokens} tokens`, '', '1', '', `${longestToolList} B`],
  ])
}

function ratiosOf({ questions, answerBytes, relayStart, relayMemory }: Measured): Record<string, number> {
  return {
    ...Object.fromEntries(questions.map(({ name, delayMs, times }) => [keyOf(name, delayMs), ratio(times.ours, times.reference)])),
    answerBytes: round(answerBytes.ours / answerBytes.reference),
    relayStart: ratio(relayStart.ours, relayStart.reference),
    ...(relayMemory !== null && { relayMemory: round(relayMemory.ours / relayMemory.reference) }),
  }
}

function keyOf(name: string, delayMs: number): string {
  return delayMs === 0 ? `${name}0` : name
}

function verdict(key: string, value: number | undefined): string[] {
  const limit = limits[key]
  if (value === undefined) return ['', '']
  return [value.toFixed(2), limit === undefined ? '' : `${limit}${value > limit ? '  missed' : ''}`]
}

function rounded({ ours, reference }: Pair): object {
  const each = ({ n, median, p95 }: Spread): object => ({ n, median: round(median), p95: round(p95) })
  return { ours: each(ours), reference: each(reference) }
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>((widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, cell.length)), [])
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n')
}
