import { app, dialog } from 'electron'
import type { AppState } from '../../src/contract/app-state'
import { quitQuestion } from '../../src/state/quit-question'

const quitButton = 0
const stayButton = 1
let isAsking = false

/** Quits as the tray's command does: asks first when a client is connected. Signals and the end of the session ask nobody. */
export async function quitWhenSure(state: AppState): Promise<void> {
  if (isAsking) return
  const question = quitQuestion(state)
  if (question !== null) {
    isAsking = true
    const { response } = await dialog
      .showMessageBox({ type: 'question', buttons: ['Quit', 'Stay open'], defaultId: stayButton, cancelId: stayButton, ...question })
      .finally(() => {
        isAsking = false
      })
    if (response !== quitButton) return
  }
  app.quit()
}
