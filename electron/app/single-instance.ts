import { app } from 'electron'

let onSecondStart: () => void = () => undefined

/** Whether this is the only running Vitrine of this profile. A second start ends itself and shows the first one's window. */
export function onlyInstance(): boolean {
  app.on('second-instance', () => {
    onSecondStart()
  })
  return app.requestSingleInstanceLock()
}

export function whenStartedAgain(listener: () => void): void {
  onSecondStart = listener
}
