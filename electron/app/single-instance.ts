import { app } from 'electron'
import { LINK_SCHEME } from '../../src/state/deep-link'

let waiting: (readonly string[])[] = []
let onSecondStart = (argv: readonly string[]): void => {
  waiting.push(argv)
}

/** Whether this is the only running Vitrine of this profile. A second start ends itself and hands its arguments to the first. */
export function onlyInstance(): boolean {
  app.on('second-instance', (_event, argv) => {
    onSecondStart(argv)
  })
  // macOS opens a link in the running application, also before it is ready.
  app.on('open-url', (event, url) => {
    event.preventDefault()
    onSecondStart([url])
  })
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME)
  return app.requestSingleInstanceLock()
}

/** The listener hears of starts that came before it, too. */
export function whenStartedAgain(listener: (argv: readonly string[]) => void): void {
  onSecondStart = listener
  for (const argv of waiting) listener(argv)
  waiting = []
}
