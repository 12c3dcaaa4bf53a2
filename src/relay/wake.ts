import { spawn } from 'node:child_process'
import { access, open, stat, unlink } from 'node:fs/promises'
import type { Host } from '../host/host'
import { vitrinePaths } from '../endpoint/address'
import { notRunning } from './app-connection'
import { readPrivateFile } from './private-file'
import { parseAppFile, planWake, type AppFile, type WakeFacts, type WakePlan } from './wake-plan'

/** `starting` also when another relay has asked for the start. `message` is one sentence for people. */
export type Wake = { readonly kind: 'starting' } | { readonly kind: 'cannot'; readonly message: string }

/** How long a started application may take until it answers. */
export const WAKE_MS = 20_000

const wasQuit: Wake = { kind: 'cannot', message: 'Vitrine was quit. Open Vitrine and ask again.' }
const unknown: Wake = { kind: 'cannot', message: notRunning.message }
const untrusted: Wake = {
  kind: 'cannot',
  message: 'Vitrine is not running, and was not started because others on this computer could have changed what is started. Open Vitrine and ask again.',
}

/** Starts the application, as its own file says, unless the user has quit it or it is being started already. */
export async function wakeApp(machine: Pick<Host, 'platform' | 'homeDir' | 'now'>): Promise<Wake> {
  const { appFile, quitMarker, wakeLock } = vitrinePaths(machine)
  if (await exists(quitMarker)) return wasQuit
  const file = await readPrivateFile(appFile)
  if (file.kind === 'exposed') return untrusted
  const app = file.kind === 'read' ? parseAppFile(file.text, machine.platform) : null
  if (app === null) return unknown
  const trust = await trustIn(app)
  if (trust !== 'trusted') return trust === 'missing' ? unknown : untrusted
  const plan = planWake(app, await wakeFacts(machine))
  if (plan === null) return unknown
  const lock = await takeLock(wakeLock, machine.now)
  if (lock !== 'taken') return lock === 'held' ? { kind: 'starting' } : unknown
  return carryOut(plan)
}

/** Whether only its owner, who is the user or the system, can change the program. Others' rights to its folder are not looked at. */
async function trustIn({ executable }: AppFile): Promise<'trusted' | 'missing' | 'exposed'> {
  const found = await stat(executable).catch(() => null)
  if (found === null || !found.isFile()) return 'missing'
  // Windows has no such bits, and no getuid: there the file that names the program is protected by the profile's access list.
  const me = process.getuid?.()
  if (me === undefined) return 'trusted'
  return (found.uid === me || found.uid === 0) && (found.mode & 0o002) === 0 ? 'trusted' : 'exposed'
}

async function wakeFacts({ platform, homeDir }: Pick<Host, 'platform' | 'homeDir'>): Promise<WakeFacts> {
  const me = process.getuid?.()
  if (platform !== 'linux' || me === undefined) return { platform, homeDir, userManager: null }
  // Not from the environment: clients strip it, and may put anything into it.
  const runtimeDir = `/run/user/${me}`
  const systemdRun = '/usr/bin/systemd-run'
  const isThere = (await exists(`${runtimeDir}/systemd/private`)) && (await exists(systemdRun))
  return { platform, homeDir, userManager: isThere ? { runtimeDir, systemdRun } : null }
}

/**
 * Of two relays that wake at once, one does. When both find an old lock, both may: then the second application finds
 * the first and ends.
 */
async function takeLock(path: string, now: () => number): Promise<'taken' | 'held' | 'failed'> {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      await (await open(path, 'wx', 0o600)).close()
      return 'taken'
    } catch {
      const found = await stat(path).catch(() => null)
      if (found !== null && now() - found.mtimeMs < WAKE_MS) return 'held'
      await unlink(path).catch(() => undefined)
    }
  }
  return 'failed'
}

function carryOut({ command, args, env }: WakePlan): Promise<Wake> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { detached: true, stdio: 'ignore', windowsHide: true, env, cwd: '/' })
    child.once('error', () => resolve(unknown))
    child.once('spawn', () => resolve({ kind: 'starting' }))
    child.unref()
  })
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
