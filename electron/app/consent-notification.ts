import { Notification } from 'electron'
import { CONSENT_ANSWERS, type OpenQuestion } from '../../src/contract/consent'
import type { Translator } from '../../src/i18n/sentence'
import type { House } from '../../src/service/house-ports'
import type { SettingsStore } from '../../src/settings/store'
import type { MainWindow } from '../windows/main-window'
import { translatorNow } from './language'

/**
 * Tells the user of each question, with its answers as buttons where the system has them (macOS and Windows); a click on the rest
 * opens the window at the question. A notification goes when its question does.
 */
export function askByNotification({ store, handlers }: House, settings: SettingsStore, window: Pick<MainWindow, 'show'>): void {
  const told = new Map<string, Notification | null>()
  store.subscribe(({ changes: { questions } }) => {
    if (questions === undefined) return
    for (const [id, notification] of told) {
      if (questions.some((question) => question.id === id)) continue
      notification?.close()
      told.delete(id)
    }
    for (const question of questions) {
      if (told.has(question.id)) continue
      const mayTell = settings.get().notifications && Notification.isSupported()
      told.set(question.id, mayTell ? tell(question) : null)
    }
  })

  const tell = (question: OpenQuestion): Notification => {
    const translator = translatorNow(store.state())
    const notification = new Notification({
      title: translator.text('consent.title', { client: question.clientName, label: question.modelLabel ?? question.model }),
      body: bodyOf(question, translator),
      actions: CONSENT_ANSWERS.map((answer) => ({ type: 'button', text: translator.text(`consent.answer.${answer}`) })),
      timeoutType: 'never',
    })
    notification.on('click', () => {
      window.show('question')
    })
    notification.on('action', (_event, index) => {
      const answer = CONSENT_ANSWERS[index]
      if (answer !== undefined) void handlers.answerConsent({ questionId: question.id, answer })
    })
    notification.show()
    return notification
  }
}

const NAMED_FIELDS = 5

function bodyOf({ model, connectionName, fields, records }: OpenQuestion, { text }: Translator): string {
  const rest = fields.length - NAMED_FIELDS
  const named = fields.slice(0, NAMED_FIELDS).join(', ')
  return [
    connectionName === '' ? model : text('notify.question.where', { model, connection: connectionName }),
    ...(records === undefined ? [] : [text('notify.question.records', { records })]),
    ...(fields.length === 0 ? [] : [rest > 0 ? text('notify.question.more', { fields: named, count: rest }) : named]),
  ].join(' · ')
}
