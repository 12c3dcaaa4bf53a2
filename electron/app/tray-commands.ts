import type { House } from '../../src/service/house-ports'
import type { TrayCommand } from '../../src/state/tray-model'
import type { MainWindow } from '../windows/main-window'
import { quitWhenSure } from './quit-question'

/** Carries out what a click in the tray asks for. Outcomes show in the state, which the tray draws. */
export function carryOut(command: TrayCommand, { handlers, store }: House, window: MainWindow): void {
  switch (command.type) {
    case 'connect':
      void handlers.connect({})
      return
    case 'disconnect':
      void handlers.disconnect({})
      return
    case 'pause':
      void handlers.pause({ minutes: command.minutes })
      return
    case 'activate':
      void handlers.activateConnection({ connectionId: command.connectionId })
      return
    case 'startAtLogin':
      void handlers.changeSettings({ change: { startAtLogin: command.enabled } })
      return
    case 'open':
      window.show(command.view)
      return
    case 'answer':
      window.show('question')
      return
    case 'quit':
      void quitWhenSure(store.state())
  }
}
