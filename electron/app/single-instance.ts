import { app } from 'electron'
import { startIn, type Start } from '../../src/provisioning/file-argument'
import { LINK_SCHEME } from '../../src/state/deep-link'

let waiting: Start[] = []
let onSecondStart = (start: Start): void => {
  waiting.push(start)
}

/** Whether this is the only running Vitrine of this profile. A second start ends itself and hands its arguments to the first. */
export function onlyInstance(): boolean {
  app.on('second-instance', (_event, argv, workingDirectory, handedOver) => {
    // Chromium puts its own arguments between those of the second start, and switches before files.
    onSecondStart(startIn(handedOver) ?? { argv, workingDirectory })
  })
  // macOS opens links and files in the running application, also before it is ready.
  app.on('open-url', (event, url) => {
    event.preventDefault()
    onSecondStart({ argv: [url], workingDirectory: '/' })
  })
  app.on('open-file', (event, file) => {
    event.preventDefault()
    onSecondStart({ argv: ['--provision', file], workingDirectory: '/' })
  })
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME)
  return app.requestSingleInstanceLock(thisStart())
}

/** How this process was started. */
export function thisStart(): { argv: string[]; workingDirectory: string } {
  return { argv: process.argv, workingDirectory: process.cwd() }
}

/** The listener hears of starts that came before it, too. */
export function whenStartedAgain(listener: (start: Start) => void): void {
  onSecondStart = listener
  for (const start of waiting) listener(start)
  waiting = []
}
