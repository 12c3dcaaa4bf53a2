import path from 'node:path'
import { app, dialog, Notification, shell } from 'electron'
import { openJournal } from '../../src/activity/journal'
import { keytarKeychain } from '../../src/credentials/keytar-keychain'
import type { Host } from '../../src/host/host'
import { createHouse, type House } from '../../src/service/house'
import { createSettingsStore } from '../../src/settings/store'
import { trayModel, type TrayCommand } from '../../src/state/tray-model'
import { clientProcesses } from '../adapters/claude-process'
import { HIDDEN_SWITCH, setStartAtLogin } from '../adapters/login-item'
import { findRelay } from '../adapters/relay-command'
import { notify, serveRequests } from '../ipc/serve'
import { closedSession } from '../security/window-session'
import { serveApp } from '../security/app-protocol'
import { createTray } from '../tray/tray'
import { createMainWindow } from '../windows/main-window'
import { startDemo } from './demo'
import { addressOf } from './external-links'
import { isDemo, keychainService, type ProfilePaths } from './identity'
import { openLog } from './log-file'
import { quitOnce } from './quit'
import { whenStartedAgain } from './single-instance'

/** Builds the services, wires them to tray and window, and starts them. */
export async function launch(host: Host, paths: ProfilePaths): Promise<void> {
  const log = openLog(host, paths.log)
  const settings = await createSettingsStore({ path: paths.settings, now: host.now })
  const { journal, problem } = openJournal(paths.journal, { now: host.now })
  if (problem !== undefined) log.warn(problem.message)

  const house: House = createHouse({
    host,
    app: {
      version: app.getVersion(),
      electron: process.versions.electron,
      platform: host.platform,
      journalPath: paths.journal,
    },
    settings,
    keychain: keytarKeychain({ service: keychainService(), platform: host.platform }),
    journal,
    log,
    schedule: (ms, task) => {
      const timer = setTimeout(task, ms)
      return () => {
        clearTimeout(timer)
      }
    },
    relay: () => findRelay(host),
    processes: clientProcesses(host.platform),
    setStartAtLogin: (choice) => setStartAtLogin(host, choice),
    onActivity: (events) => {
      notify(window.get(), 'activityAdded', events)
    },
    onTestProgress: (test) => {
      notify(window.get(), 'testProgressed', test)
    },
  })

  const session = closedSession()
  serveApp(session, path.join(__dirname, 'renderer'))
  const window = createMainWindow({
    session,
    preload: path.join(__dirname, 'preload.cjs'),
    devTools: app.isPackaged ? 'forbidden' : 'allowed',
    place: () => settings.get().window,
    onPlaceChanged: (place) => {
      void settings.update((before) => ({ ...before, window: place })).catch(() => undefined)
    },
    onHidden: () => {
      void sayOnceThatItGoesOn(house, settings)
    },
    onVisibilityChanged: (visibility) => {
      house.setWindowVisible(visibility)
    },
  })

  serveRequests(
    {
      ...house.handlers,
      openExternal: async ({ link }) => {
        const address = addressOf(link, activeUrl(house))
        if (address === null) return { ok: false, message: 'There is no Odoo to open yet.', hint: 'Add your Odoo under Connections.' }
        await shell.openExternal(address)
        return { ok: true }
      },
      showInFolder: async ({ what }) => {
        const file = { journal: paths.journal, claude_config: house.store.state().claude.path, log: paths.log }[what]
        shell.showItemInFolder(file)
        return { ok: true }
      },
    },
    (request, error) => {
      log.error(`The request ${request} failed`, { error })
    },
  )

  const carryOut = (command: TrayCommand): void => {
    switch (command.type) {
      case 'connect':
        return void house.handlers.connect({})
      case 'disconnect':
        return void house.handlers.disconnect({})
      case 'pause':
        return void house.handlers.pause({ minutes: command.minutes })
      case 'activate':
        return void house.handlers.activateConnection({ connectionId: command.connectionId })
      case 'startAtLogin':
        return void house.handlers.changeSettings({ change: { startAtLogin: command.enabled } })
      case 'open':
        window.show(command.view)
        return
      case 'quit':
        app.quit()
    }
  }
  const tray = createTray(path.join(__dirname, 'tray'), carryOut)
  const format = { time: (iso: string) => new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(new Date(iso)) }
  tray.draw(trayModel(house.store.state(), format))
  house.store.subscribe((patch, state) => {
    notify(window.get(), 'stateChanged', patch)
    tray.draw(trayModel(state, format))
  })

  whenStartedAgain(() => {
    window.show()
  })
  app.on('activate', () => {
    window.show()
  })
  // Without this listener Electron quits when the last window closes; the tray goes on.
  app.on('window-all-closed', () => undefined)

  quitOnce(async () => {
    window.allowClose()
    tray.destroy()
    await house.stop()
  }, log)

  if (!process.argv.includes(HIDDEN_SWITCH)) window.show()
  await house.start()
  log.info('Vitrine started', { version: app.getVersion(), electron: process.versions.electron })
  if (isDemo()) await startDemo(house, host).catch((error: unknown) => { dialog.showErrorBox('Vitrine', String(error)) })
}

async function sayOnceThatItGoesOn(house: House, settings: Awaited<ReturnType<typeof createSettingsStore>>): Promise<void> {
  if (settings.get().closeHintShown) return
  if (house.store.state().settings.notifications && Notification.isSupported()) {
    new Notification({ title: 'Vitrine goes on in the tray', body: 'Claude can still ask. Choose Quit in the tray menu to end Vitrine.' }).show()
  }
  await settings.update((before) => ({ ...before, closeHintShown: true })).catch(() => undefined)
}

function activeUrl(house: House): string | undefined {
  return house.store.state().connections.find(({ isActive }) => isActive)?.url
}
