import { TOOL_NAMES, type ActivityEvent, type ActivityFilter, type Outcome } from '../../../src/contract/activity'

export const PERIODS = ['all', 'hour', 'today', 'week'] as const
export type Period = (typeof PERIODS)[number]

export const OUTCOMES = ['answered', 'refused', 'failed', 'cancelled'] as const satisfies readonly Outcome[]

export const TOOLS = [...TOOL_NAMES, 'unknown'] as const satisfies readonly ActivityEvent['tool'][]

/** What the filter bar holds; empty strings stand for "all". */
export interface FilterChoice {
  readonly text: string
  readonly clientId: string
  readonly model: string
  readonly outcome: Outcome | ''
  readonly connectionId: string
  readonly tool: ActivityEvent['tool'] | ''
  readonly period: Period
}

export const NO_FILTER: FilterChoice = { text: '', clientId: '', model: '', outcome: '', connectionId: '', tool: '', period: 'all' }

const HOUR_MS = 3_600_000
const WEEK_DAYS = 7

/** @param now milliseconds since the epoch */
export function filterOf(choice: FilterChoice, now: number): ActivityFilter {
  const text = choice.text.trim()
  const since = sinceOf(choice.period, now)
  return {
    ...(text === '' ? {} : { text }),
    ...(choice.clientId === '' ? {} : { clientId: choice.clientId }),
    ...(choice.model === '' ? {} : { model: choice.model }),
    ...(choice.outcome === '' ? {} : { outcome: choice.outcome }),
    ...(choice.connectionId === '' ? {} : { connectionId: choice.connectionId }),
    ...(choice.tool === '' ? {} : { tool: choice.tool }),
    ...(since === undefined ? {} : { since }),
  }
}

export function isFiltering(choice: FilterChoice): boolean {
  return choice.text.trim() !== '' || Object.entries(NO_FILTER).some(([name, none]) => name !== 'text' && choice[name as keyof FilterChoice] !== none)
}

/** Days begin at the user's midnight. */
function sinceOf(period: Period, now: number): string | undefined {
  if (period === 'all') return undefined
  if (period === 'hour') return new Date(now - HOUR_MS).toISOString()
  const day = new Date(now)
  day.setHours(0, 0, 0, 0)
  if (period === 'week') day.setDate(day.getDate() - (WEEK_DAYS - 1))
  return day.toISOString()
}
