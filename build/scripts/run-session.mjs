import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasDisplay, startVirtualDisplay } from './display.mjs'
import { startKeyring, startSessionBus } from './session-bus.mjs'
import { ensureSystemPackages } from './system-packages.mjs'

/**
 * The environment a desktop application needs, with what this session lacks started for it: a virtual display where
 * there is none, a session bus with a secret service where there is none. A desktop that has both is left alone.
 *
 * @param {(line: string) => void} say receives what was started, one line at a time
 * @returns {Promise<{ env: NodeJS.ProcessEnv, stop: () => Promise<void> }>}
 */
export async function prepareSession(say) {
  const needsDisplay = !hasDisplay()
  const needsBus = process.platform === 'linux' && !process.env.DBUS_SESSION_BUS_ADDRESS
  await ensureSystemPackages(['run', ...(needsDisplay ? ['display'] : []), ...(needsBus ? ['bus'] : [])], say)
  const env = { ...process.env }
  const stops = []
  const stop = async () => {
    for (const undo of stops.splice(0).reverse()) await undo()
  }
  try {
    if (needsDisplay) {
      const display = await startVirtualDisplay()
      stops.push(display.stop)
      Object.assign(env, display.env)
      say(`No display here: the window opens on the virtual display ${display.env.DISPLAY} (Xvfb).`)
    }
    if (needsBus) {
      const directory = await mkdtemp(join(tmpdir(), 'vitrine-session-'))
      stops.push(() => rm(directory, { recursive: true, force: true }))
      const bus = await startSessionBus(env, directory)
      stops.push(bus.stop)
      Object.assign(env, bus.env)
      const keyring = await startKeyring(env, directory)
      stops.push(keyring.stop)
      say('No session bus here: one was started, with a keychain that forgets everything when this program ends.')
    }
  } catch (error) {
    await stop()
    throw error
  }
  return { env, stop }
}
