import type { AlertView, TimeOfDay } from '../../contract/alerts'
import type { Host } from '../../host/host'
import type { Said } from '../../i18n/sentence'
import { offsetMinutesAt } from '../../odoo/local-time'
import type { Schedule } from '../connection-control'

export interface TellingDeps {
  readonly host: Pick<Host, 'now' | 'timeZone'>
  readonly schedule: Schedule
  readonly quiet: () => TimeOfDay | undefined
  readonly notify: (message: Said, hint: Said) => void
}

/** Tells of alerts by desktop notifications: what comes together in one, and nothing in quiet hours. */
export interface Telling {
  readonly add: (alert: Pick<AlertView, 'message' | 'hint'>) => void
  readonly stop: () => void
}

const TOGETHER_MS = 900
const NAMED = 3

export function createTelling({ host, schedule, quiet, notify }: TellingDeps): Telling {
  let waiting: Pick<AlertView, 'message' | 'hint'>[] = []
  let cancel: (() => void) | null = null

  const tell = (): void => {
    cancel = null
    const restMs = quietMs(quiet(), host.now(), host.timeZone)
    if (restMs > 0) {
      cancel = schedule(restMs, tell)
      return
    }
    const [first, ...more] = waiting
    waiting = []
    if (first === undefined) return
    if (more.length === 0) return notify(first.message, first.hint)
    const named = [first, ...more].slice(0, NAMED).map(({ message }) => message)
    const rest = more.length + 1 - named.length
    notify({ id: 'notify.alerts', values: { count: more.length + 1 } }, rest > 0 ? [...named, { id: 'notify.alerts.more', values: { count: rest } }] : named)
  }

  return {
    add: (alert) => {
      waiting.push(alert)
      cancel ??= schedule(TOGETHER_MS, tell)
    },
    stop: () => {
      cancel?.()
      waiting = []
    },
  }
}

const MINUTE_MS = 60_000
const DAY_MINUTES = 1_440

/** How long quiet hours go on from now, milliseconds; 0 outside them. */
export function quietMs(quiet: TimeOfDay | undefined, nowMs: number, timeZone: string): number {
  if (quiet === undefined) return 0
  const localMs = nowMs + offsetMinutesAt(nowMs, timeZone) * MINUTE_MS
  const minute = Math.floor(localMs / MINUTE_MS) % DAY_MINUTES
  const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)]
  const isQuiet = from <= to ? minute >= from && minute < to : minute >= from || minute < to
  return isQuiet ? ((to - minute + DAY_MINUTES) % DAY_MINUTES) * MINUTE_MS - (localMs % MINUTE_MS) : 0
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
