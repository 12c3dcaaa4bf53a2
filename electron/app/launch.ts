import { existsSync } from 'node:fs'
import path from 'node:path'
import { app } from 'electron'
import { openJournal } from '../../src/activity/journal'
import { thisMachine } from '../../src/clients/machine-look'
import { keytarKeychain } from '../../src/credentials/keytar-keychain'
import type { AppState } from '../../src/contract/app-state'
import type { RemovalResult } from '../../src/contract/requests'
import type { Host } from '../../src/host/host'
import { provisionFileOf, type Start } from '../../src/provisioning/file-argument'
import { createHouse } from '../../src/service/house'
import { createStateFeeds } from '../../src/service/state-feeds'
import { createSettingsStore } from '../../src/settings/store'
import { linkedView } from '../../src/state/deep-link'
import { trayModel } from '../../src/state/tray-model'
import { HIDDEN_SWITCH, setStartAtLogin } from '../adapters/login-item'
import { findRelay } from '../adapters/relay-command'
import { afterDelay } from '../adapters/timer'
import { notify, serveRequests } from '../ipc/serve'
import { shellHandlers } from '../ipc/shell-handlers'
import { serveApp } from '../security/app-protocol'
import { closedSession } from '../security/window-session'
import { createTray } from '../tray/tray'
import { createMainWindow } from '../windows/main-window'
import { sayOnceThatItGoesOn } from './close-hint'
import { askByNotification } from './consent-notification'
import { startDemo } from './demo'
import { isDemo, keychainService, type ProfilePaths } from './identity'
import { trayFormat } from './language'
import { openLog } from './log-file'
import { warnOfOldRuntime } from './old-runtime'
import { tell, tellOfProblems } from './problem-notification'
import { quitOnce } from './quit'
import { removeEverything } from './remove-everything'
import { thisStart, whenStartedAgain } from './single-instance'
import { chooseExportPath } from './choose-export-path'
import { carryOut } from './tray-commands'
import { keepRelaysFromWaking, letRelaysWake } from './waking'

/** Builds the services, wires them to tray and window, and starts them. */
export async function launch(host: Host, paths: ProfilePaths): Promise<void> {
  /** Everything was taken away: nothing of ours may be written any more. */
  let isRemoved = false
  const log = openLog(host, paths.log, () => !isRemoved)
  const settings = await createSettingsStore({ path: paths.settings, now: host.now })
  const journal = openedOrError(() => openJournal(paths.journal, host))
  const keychain = keytarKeychain({ service: keychainService(), platform: host.platform })
  const session = closedSession()
  serveApp(session, path.join(__dirname, 'renderer'))

  const house = createHouse({
    host,
    app: { version: app.getVersion(), electron: process.versions.electron, platform: host.platform, journalPath: paths.journal, languages: app.getPreferredSystemLanguages(), ...bundlePath() },
    settings,
    keychain,
    journal,
    log,
    schedule: afterDelay,
    relay: () => findRelay(host),
    machine: thisMachine,
    setStartAtLogin: (choice) => setStartAtLogin(host, choice),
    chooseExportPath,
    onActivity: (events) => {
      notify(window.get(), 'activityAdded', events)
    },
    onTestProgress: (test) => {
      notify(window.get(), 'testProgressed', test)
    },
    onAlert: (message, hint) => {
      tell(house, message, hint)
    },
    onEntryLost: (message, hint) => {
      tell(house, message, hint)
    },
    onKeyExpiring: (message, hint) => {
      tell(house, message, hint)
    },
  })

  const setWindowVisible = (visibility: 'visible' | 'hidden'): void => {
    house.setWindowVisible(visibility)
    feeds.setWindowVisible(visibility)
  }
  let remembering: Promise<unknown> = Promise.resolve()
  const window = createMainWindow({
    session,
    preload: path.join(__dirname, 'preload.cjs'),
    devTools: app.isPackaged ? 'forbidden' : 'allowed',
    place: () => settings.get().window,
    onPlaceChanged: (place) => {
      // A place that cannot be remembered is no reason to disturb anybody.
      if (!isRemoved) remembering = settings.update((before) => ({ ...before, window: place })).catch(() => undefined)
    },
    onHidden: () => {
      void sayOnceThatItGoesOn(house, settings)
    },
    onVisibilityChanged: setWindowVisible,
  })
  let closed: Promise<unknown> | null = null
  const close = async (): Promise<void> => {
    closed ??= (async () => {
      feeds.close()
      tray.destroy()
      await Promise.all([house.stop(), remembering])
    })()
    await closed
  }
  const remove = (): Promise<RemovalResult> =>
    removeEverything({
      host,
      keychain,
      close: async () => {
        isRemoved = true
        // There is no tray to go on in.
        window.allowClose()
        app.once('window-all-closed', () => { app.quit() })
        await close()
      },
    })
  serveRequests({ ...house.handlers, ...shellHandlers(house, host, paths, window.get, remove) }, (request, error) => {
    log.error(`The request ${request} failed`, { error })
  })

  const tray = createTray(path.join(__dirname, 'tray'), (command) => {
    carryOut(command, house, window)
  })
  const drawTray = (state: AppState): void => {
    tray.draw(trayModel(state, trayFormat(state)))
  }
  drawTray(house.store.state())
  const feeds = createStateFeeds({
    store: house.store,
    clock: { monotonicMs: host.monotonicMs, schedule: (task, ms) => afterDelay(ms, task) },
    tellWindow: (patch) => {
      notify(window.get(), 'stateChanged', patch)
    },
    drawTray,
  })
  // Until it is shown for the first time there is no window to tell anything.
  setWindowVisible('hidden')

  /** A connection file is shown whatever else; without one, a start in the background means nobody's window. */
  const answerStart = (start: Start, showsWindow: 'unless_hidden' | 'for_a_file'): void => {
    const file = provisionFileOf(start, host)
    if (file !== null) void house.openProvision(file)
    const isWanted = showsWindow === 'unless_hidden' && !start.argv.includes(HIDDEN_SWITCH)
    if (file !== null || isWanted) window.show(linkedView(start.argv) ?? undefined)
  }
  whenStartedAgain((start) => {
    answerStart(start, 'unless_hidden')
  })
  app.on('activate', () => {
    window.show()
  })
  // Without a listener Electron quits when the last window closes; the tray goes on.
  app.on('window-all-closed', () => undefined)
  // Quitting closes the windows first; one that hid instead would call the quitting off.
  app.on('before-quit', window.allowClose)
  quitOnce({
    cleanUp: close,
    onChosen: async () => {
      if (!isRemoved) await keepRelaysFromWaking(host)
    },
    hasHangingCall: () => keychain.hasPendingCall,
    log,
  })

  warnOfOldRuntime(house)
  tellOfProblems(house)
  askByNotification(house, settings, window)
  const start = await letRelaysWake(host, log)
  answerStart(thisStart(), start === 'opened' ? 'unless_hidden' : 'for_a_file')
  await house.start()
  log.info('Vitrine started', { version: app.getVersion(), electron: process.versions.electron })
  if (isDemo()) await startDemo(house, host)
}

/** The extension for Claude Desktop lies beside an installed application. */
function bundlePath(): Pick<AppState['app'], 'bundlePath'> {
  const file = path.join(process.resourcesPath, 'vitrine.mcpb')
  return app.isPackaged && existsSync(file) ? { bundlePath: file } : {}
}

/** A journal that cannot be opened is a state of the app, shown and explained, and no reason to end it. */
function openedOrError<T>(open: () => T): T | Error {
  try {
    return open()
  } catch (error) {
    return error instanceof Error ? error : new Error('The journal cannot be opened.')
  }
}
