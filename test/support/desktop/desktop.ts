import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startVirtualDisplay } from '../../../build/scripts/display.mjs'
import { startKeyring, startSessionBus } from '../../../build/scripts/session-bus.mjs'

/** A desktop session of a test's own: nothing in it is the developer's, and nothing of it is left behind. */
export interface Desktop {
  /** A fresh home directory. */
  readonly home: string
  /** The whole environment of the session; give it, not `process.env`, to every program started in it. */
  readonly env: Readonly<Record<string, string>>
  /** Ends the session: keychain, bus, display, and the home directory. */
  readonly stop: () => Promise<void>
}

export interface DesktopOptions {
  /** `absent`: no secret service answers on the bus. Default: a keychain that is there and unlocked. */
  readonly keychain?: 'unlocked' | 'absent'
  /** Screen size in pixels; 1440×900 by default. */
  readonly screen?: { readonly width: number; readonly height: number }
}

/**
 * Starts a virtual display, a session bus and an unlocked keychain around a temporary home directory, and takes about a
 * third of a second for it. Linux only: the tray and the keychain are reached over D-Bus.
 */
export async function startDesktop(options: DesktopOptions = {}): Promise<Desktop> {
  if (process.platform !== 'linux') throw new Error('Desktop tests need Linux: they reach tray and keychain over D-Bus.')
  // Short, because a Unix socket's path may be 107 bytes at most.
  const root = await mkdtemp(join(tmpdir(), 'vd-'))
  const stops: (() => Promise<void>)[] = [() => rm(root, { recursive: true, force: true, maxRetries: 5 })]
  const stop = async (): Promise<void> => {
    for (const undo of stops.splice(0).reverse()) await undo()
  }
  try {
    const home = join(root, 'home')
    const temporary = join(root, 'tmp')
    const runtime = join(root, 'run')
    for (const path of [home, temporary, runtime]) await mkdir(path, { mode: 0o700 })
    const env: Record<string, string> = {
      HOME: home,
      PATH: process.env['PATH'] ?? '',
      TMPDIR: temporary,
      XDG_RUNTIME_DIR: runtime,
      LANG: 'C.UTF-8',
      TZ: 'UTC',
    }
    const display = await startVirtualDisplay(options.screen)
    stops.push(display.stop)
    Object.assign(env, display.env)
    const bus = await startSessionBus(env, join(root, 'bus'))
    stops.push(bus.stop)
    Object.assign(env, bus.env)
    if (options.keychain !== 'absent') stops.push((await startKeyring(env, join(root, 'keyring'))).stop)
    return { home, env, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
