import { app } from 'electron'
import { APP_ORIGIN } from './origin'

/** The window is one page: nothing in it leads anywhere, not even to another address of our own. */
const PAGE = `${APP_ORIGIN}/`

/** Every page that is ever created in this process, whoever creates it, may neither leave for another nor open one. */
export function guardNavigation(): void {
  app.on('web-contents-created', (_event, contents) => {
    const stay = (event: { preventDefault: () => void }, url: string): void => {
      if (url !== PAGE) event.preventDefault()
    }
    contents.on('will-navigate', stay)
    contents.on('will-redirect', stay)
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame || event.url !== PAGE) event.preventDefault()
    })
    contents.on('will-attach-webview', (event) => {
      event.preventDefault()
    })
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}
