import type { Journal } from '../activity/journal'
import type { ActivityEvent, ActivityNote } from '../contract/activity'
import { ALERT_KINDS, type Alert } from '../contract/alerts'
import type { Host } from '../host/host'
import { inEnglish } from '../i18n/english'
import type { Policy } from '../policy/policy'
import { createNewModels } from '../service/alerts/new-models'
import { alertsOfCall, isRepeated } from '../service/alerts/rules'
import { alertInWords } from '../service/alerts/words'
import { closedUntil } from '../service/limits/working-time'

export interface HeadlessAlertsDeps {
  readonly host: Pick<Host, 'now' | 'timeZone'>
  readonly journal: Pick<Journal, 'page' | 'notes' | 'note'>
  readonly limits: Policy['limits']
  readonly names: { readonly clientId: string; readonly connectionId: string; readonly connectionName: string }
  /** Takes one sentence, without a value. */
  readonly say: (sentence: string) => void
}

/** How many of the newest notes are searched for alerts of earlier runs. */
const LOOKED_BACK = 500

/**
 * Alerts without a desktop: a note in the journal and a sentence for whoever reads standard error. Not among them is an unusual
 * number of records, which is measured against counts of many days that only the application keeps.
 *
 * The answer takes each row that was written, and throws what the journal throws.
 */
export function createHeadlessAlerts({ host, journal, limits, names, say }: HeadlessAlertsDeps): (event: ActivityEvent) => void {
  const { clientId, connectionId, connectionName } = names
  const words = { clients: [{ id: clientId, name: 'The client' }], connections: [{ id: connectionId, name: connectionName }] }
  const newModels = createNewModels(journal)
  let told: readonly Alert[] = journal.notes({ limit: LOOKED_BACK }).flatMap(alertIn)
  return (event) => {
    const facts = {
      isNewModel: newModels.isNew(event),
      isOutsideHours: closedUntil(limits, Date.parse(event.time), host.timeZone) !== null,
      recordsToday: 0,
      unusualFrom: Infinity,
    }
    for (const found of alertsOfCall(event, facts)) {
      const now = host.now()
      if (isRepeated(found, told, now)) continue
      const { kind, ...about } = found
      const alert: Alert = { ...found, id: '', time: new Date(now).toISOString(), seen: false }
      told = [alert, ...told].slice(0, LOOKED_BACK)
      journal.note('alert', { ...about, detail: kind })
      say(inEnglish(alertInWords(alert, words).message))
    }
  }
}

/** The alert that a note is about. */
function alertIn({ kind, detail, time, clientId, connectionId, model }: ActivityNote): readonly Alert[] {
  const found = kind === 'alert' ? ALERT_KINDS.find((one) => one === detail) : undefined
  return found === undefined ? [] : [{ kind: found, id: '', time, clientId, connectionId, model, seen: true }]
}
