import type { Journal } from '../../activity/journal'
import type { ActivityEvent } from '../../contract/activity'
import type { Alert, AlertView } from '../../contract/alerts'
import type { ActionResult } from '../../contract/requests'
import type { Host } from '../../host/host'
import type { Said } from '../../i18n/sentence'
import type { Log } from '../../logging/log'
import { dayAt } from '../../odoo/local-time'
import type { Settings } from '../../settings/schema'
import type { SettingsStore } from '../../settings/store'
import type { Schedule } from '../connection-control'
import { closedUntil } from '../limits/working-time'
import { failureOf } from '../problems'
import { policyOf } from '../settings-view'
import { createNewModels } from './new-models'
import { alertsOfCall, isRepeated, recordsIn, unusualFrom, type FoundAlert } from './rules'
import { createTelling } from './telling'
import { earlierDays, recordsOn, withRecords, type DayVolume } from './volumes'
import { alertInWords } from './words'

export interface AlertsDeps {
  readonly host: Pick<Host, 'now' | 'timeZone' | 'randomBytes'>
  readonly settings: SettingsStore
  readonly journal: Journal | null
  readonly schedule: Schedule
  readonly log: Log
  /** Shows a desktop notification. */
  readonly notify: (message: Said, hint: Said) => void
  readonly onChanged: (alerts: readonly AlertView[]) => void
  /** An alert is new: for the journal and the webhook. */
  readonly onAlert: (alert: Alert) => void
}

/** Watches what happens, and keeps the list of what was worth an alert. Nothing here throws at whoever tells it of something. */
export interface Alerts {
  /** A row was written to the journal. */
  readonly noteCall: (event: ActivityEvent) => void
  readonly note: (found: FoundAlert) => void
  /** Of alerts that are not listed any more, nothing is said. */
  readonly markSeen: (ids: readonly string[]) => Promise<ActionResult>
  /** The list and all that it was measured against: when all activity is deleted. */
  readonly clear: () => Promise<void>
  readonly list: () => readonly AlertView[]
  readonly stop: () => Promise<void>
}

const LISTED = 200
/** How long what is only counted may go unwritten while calls come: a killed process loses no more than that. */
const WRITE_EVERY_MS = 600_000

export function createAlerts({ host, settings, journal, schedule, log, notify, onChanged, onAlert }: AlertsDeps): Alerts {
  let listed: readonly Alert[] = settings.get().alerts.listed
  let volumes: readonly DayVolume[] = settings.get().alerts.volumes
  const newModels = createNewModels(journal)
  let unwritten: 'nothing' | 'counts' = 'nothing'
  let writtenAt = host.now()
  let writing: Promise<unknown> = Promise.resolve()
  const telling = createTelling({ host, schedule, quiet: () => settings.get().alerts.quiet, notify })

  const list = (): readonly AlertView[] => listed.map((alert) => alertInWords(alert, settings.get()))

  /** Alerts that cannot be written stay in the window until Vitrine quits. */
  const write = (): Promise<unknown> => {
    unwritten = 'nothing'
    writtenAt = host.now()
    const update = (before: Settings): Settings => ({ ...before, alerts: { ...before.alerts, listed: [...listed], volumes: [...volumes] } })
    writing = settings.update(update).catch((error: unknown) => {
      log.error('The alerts could not be written', { error })
    })
    return writing
  }

  const note = (found: FoundAlert): void => {
    const now = host.now()
    if (settings.get().alerts.off.includes(found.kind) || isRepeated(found, listed, now)) return
    const alert: Alert = { ...found, id: host.randomBytes(9).toString('base64url'), time: new Date(now).toISOString(), seen: false }
    listed = [alert, ...listed].slice(0, LISTED)
    void write()
    onChanged(list())
    telling.add(alertInWords(alert, settings.get()))
    onAlert(alert)
  }

  const isOutsideHours = ({ clientId, time }: ActivityEvent): boolean => {
    const { alerts } = settings.get()
    const at = Date.parse(time)
    const isClosed = (hours: Parameters<typeof closedUntil>[0]): boolean => closedUntil(hours, at, host.timeZone) !== null
    return isClosed(policyOf(settings.get(), clientId).limits) || (alerts.working !== undefined && isClosed(alerts.working))
  }

  const countRecords = (event: ActivityEvent, day: string): void => {
    const records = recordsIn(event)
    if (records === 0) return
    volumes = withRecords(volumes, event.clientId, day, records)
    unwritten = 'counts'
    if (host.now() - writtenAt >= WRITE_EVERY_MS) void write()
  }

  return {
    list,
    note,
    noteCall: (event) => {
      const { clientId } = event
      const day = localDay(Date.parse(event.time), host.timeZone)
      countRecords(event, day)
      const facts = {
        isNewModel: newModels.isNew(event),
        isOutsideHours: isOutsideHours(event),
        recordsToday: recordsOn(volumes, clientId, day),
        unusualFrom: unusualFrom(earlierDays(volumes, clientId, day)),
      }
      for (const found of alertsOfCall(event, facts)) note(found)
    },
    markSeen: async (ids) => {
      if (!listed.some(({ id, seen }) => !seen && ids.includes(id))) return { ok: true }
      listed = listed.map((alert) => (ids.includes(alert.id) ? { ...alert, seen: true } : alert))
      onChanged(list())
      try {
        await settings.update((before) => ({ ...before, alerts: { ...before.alerts, listed: [...listed] } }))
        return { ok: true }
      } catch (error) {
        return failureOf(error)
      }
    },
    clear: async () => {
      listed = []
      volumes = []
      newModels.clear()
      onChanged([])
      await write()
    },
    stop: async () => {
      telling.stop()
      if (unwritten === 'counts') void write()
      await writing
    },
  }
}

function localDay(ms: number, timeZone: string): string {
  const { year, month, day } = dayAt(ms, timeZone)
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)
}
