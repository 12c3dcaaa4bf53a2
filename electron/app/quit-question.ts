import { app, dialog } from 'electron'
import type { AppState } from '../../src/contract/app-state'
import { spoken } from '../../src/i18n/sentence'
import { quitQuestion } from '../../src/state/quit-question'
import { translatorNow } from './language'

const quitButton = 0
const stayButton = 1
let isAsking = false

/** Quits as the tray's command does: asks first when a client is connected. Signals and the end of the session ask nobody. */
export async function quitWhenSure(state: AppState): Promise<void> {
  if (isAsking) return
  const question = quitQuestion(state)
  if (question !== null) {
    isAsking = true
    const translator = translatorNow(state)
    const { response } = await dialog
      .showMessageBox({
        type: 'question',
        buttons: [translator.text('quit.confirm'), translator.text('quit.stay')],
        defaultId: stayButton,
        cancelId: stayButton,
        message: spoken(question.message, translator),
        detail: spoken(question.detail, translator),
      })
      .finally(() => {
        isAsking = false
      })
    if (response !== quitButton) return
  }
  app.quit()
}
