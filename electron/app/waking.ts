import { app } from 'electron'
import { markQuit, wasWoken, writeAppFile } from '../../src/endpoint/app-file'
import type { Host } from '../../src/host/host'
import type { Log } from '../../src/logging/log'
import { startCommand } from '../adapters/login-item'

/*
 * Lets relays start an installed application that is not running. One in a source tree is started by who works on it, and
 * leaves alone what an installed one wrote down.
 */

/** Writes down how we are started. `woken` when a relay has just done that: then no window opens by itself. */
export async function letRelaysWake(host: Host, log: Log): Promise<'woken' | 'opened'> {
  if (!app.isPackaged) return 'opened'
  try {
    // Explorer, which starts us there, hands no arguments on.
    const command = host.platform === 'win32' ? startCommand(host).slice(0, 1) : startCommand(host)
    await writeAppFile(host, command)
    return (await wasWoken(host)) ? 'woken' : 'opened'
  } catch (error) {
    log.error('Clients cannot start Vitrine when it does not run', { error })
    return 'opened'
  }
}

/** The user has quit: relays start nothing until the next start. */
export async function keepRelaysFromWaking(host: Host): Promise<void> {
  // Without the mark a client may start us again, which is no reason to stay.
  if (app.isPackaged) await markQuit(host).catch(() => undefined)
}
