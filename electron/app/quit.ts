import { app, powerMonitor } from 'electron'
import type { Log } from '../../src/logging/log'

/** How long cleaning up may take before the app ends anyway. */
const DEADLINE_MS = 5_000

export interface QuitOptions {
  readonly cleanUp: () => Promise<void>
  /** It was the user who quit, and neither a signal nor the end of the session. */
  readonly onChosen: () => Promise<void>
  /** A call into the system does not come back (a password prompt): leaving properly would wait for it for ever. */
  readonly hasHangingCall: () => boolean
  readonly log: Log
}

/** Cleans up once before the app ends, whatever asked it to: the menu, the system's shutdown or a signal. */
export function quitOnce({ cleanUp, onChosen, hasHangingCall, log }: QuitOptions): void {
  let state: 'running' | 'cleaning' | 'done' = 'running'
  let isChosen = true

  const finish = (): void => {
    if (state === 'done') return
    state = 'done'
    if (hasHangingCall()) process.kill(process.pid, 'SIGKILL')
    // In the same turn as the prevented quit, another one is lost (seen on Electron 25).
    else setImmediate(() => { app.quit() })
  }

  app.on('will-quit', (event) => {
    if (state === 'done') return
    event.preventDefault()
    if (state === 'cleaning') return
    state = 'cleaning'
    const timer = setTimeout(finish, DEADLINE_MS)
    void Promise.all([cleanUp(), isChosen ? onChosen() : undefined])
      .catch((error: unknown) => {
        log.error('Cleaning up failed', { error })
      })
      .finally(() => {
        clearTimeout(timer)
        finish()
      })
  })
  powerMonitor.on('shutdown', () => {
    isChosen = false
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      isChosen = false
      app.quit()
    })
  }
}
