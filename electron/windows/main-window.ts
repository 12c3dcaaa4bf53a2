import { BrowserWindow, screen, type Session } from 'electron'
import type { Notifications } from '../../src/contract/requests'
import { notify } from '../ipc/serve'
import { APP_ORIGIN, isOwnPage } from '../security/origin'

export interface WindowSize {
  readonly width: number
  readonly height: number
  readonly maximized: boolean
}

export interface WindowPlace extends WindowSize {
  readonly x: number
  readonly y: number
}

export interface MainWindowOptions {
  readonly session: Session
  readonly preload: string
  readonly devTools: 'allowed' | 'forbidden'
  readonly place: () => WindowPlace | undefined
  readonly onPlaceChanged: (place: WindowPlace) => void
  /** The user closed the window; the app goes on in the tray. */
  readonly onHidden: () => void
  readonly onVisibilityChanged: (visibility: 'visible' | 'hidden') => void
}

/** What the window is to show first. */
export type WindowTarget = Notifications['viewRequested']

/** The one window. It is made when first shown, hides on close, and is kept until the app quits. */
export interface MainWindow {
  readonly show: (target?: WindowTarget) => void
  readonly get: () => BrowserWindow | null
  /** From now on closing closes. */
  readonly allowClose: () => void
}

const DEFAULT_SIZE: WindowSize = { width: 1100, height: 720, maximized: false }
const MINIMUM = { minWidth: 820, minHeight: 560 }

export function createMainWindow(options: MainWindowOptions): MainWindow {
  let window: BrowserWindow | null = null
  let closing = false

  const create = (target: WindowTarget | undefined): BrowserWindow => {
    const known = reachable(options.place())
    const place = known ?? DEFAULT_SIZE
    const created = new BrowserWindow({
      ...MINIMUM,
      width: place.width,
      height: place.height,
      ...(known === undefined ? {} : { x: known.x, y: known.y }),
      title: 'Vitrine',
      show: false,
      autoHideMenuBar: true,
      backgroundColor: '#fbfbf9',
      webPreferences: {
        session: options.session,
        preload: options.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webviewTag: false,
        spellcheck: false,
        devTools: options.devTools === 'allowed',
      },
    })
    // WebRTC goes past the content security policy and past the session's filter of requests.
    created.webContents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
    if (place.maximized) created.maximize()
    created.once('ready-to-show', () => {
      created.show()
      // Maximizing has shown it already, and then not every system tells of it.
      options.onVisibilityChanged('visible')
      if (target !== undefined) notify(created, 'viewRequested', target)
    })
    for (const event of ['show', 'restore'] as const) created.on(event as 'show', () => { options.onVisibilityChanged('visible') })
    for (const event of ['hide', 'minimize'] as const) created.on(event as 'hide', () => { options.onVisibilityChanged('hidden') })
    created.on('close', (event) => {
      options.onPlaceChanged(placeOf(created))
      if (closing) return
      event.preventDefault()
      created.hide()
      options.onHidden()
    })
    created.on('closed', () => {
      window = null
    })
    created.webContents.on('did-navigate', (_event, url) => {
      // The one place a page can go to without asking the navigation guard is about:blank.
      if (!isOwnPage(url)) void created.loadURL(`${APP_ORIGIN}/`)
    })
    created.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit') return
      // A dead page stays white for ever; the next time the window is asked for, a new one is made.
      created.destroy()
      options.onVisibilityChanged('hidden')
    })
    void created.loadURL(`${APP_ORIGIN}/`)
    return created
  }

  return {
    get: () => window,
    show: (target) => {
      if (window === null) {
        window = create(target)
        return
      }
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
      if (target !== undefined) notify(window, 'viewRequested', target)
    },
    allowClose: () => {
      closing = true
    },
  }
}

function placeOf(window: BrowserWindow): WindowPlace {
  return { ...window.getNormalBounds(), maximized: window.isMaximized() }
}

/** A remembered place, unless its screen is gone: there the window would be out of reach. */
function reachable(place: WindowPlace | undefined): WindowPlace | undefined {
  if (place === undefined) return undefined
  const { x, y, width, height } = place
  const isReachable = screen.getAllDisplays().some(({ workArea }) => {
    const acrossX = Math.min(x + width, workArea.x + workArea.width) - Math.max(x, workArea.x)
    const acrossY = Math.min(y + height, workArea.y + workArea.height) - Math.max(y, workArea.y)
    return acrossX > 100 && acrossY > 100
  })
  return isReachable ? place : undefined
}
