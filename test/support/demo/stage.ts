import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { startKeyring, startSessionBus } from '../../../build/scripts/session-bus.mjs'

export interface SampleAddress {
  readonly url: string
  readonly db: string
  readonly login: string
  readonly apiKey: string
}

/** A computer as a user of Claude Desktop has it, in a temporary folder, and an Odoo somewhere else. */
export interface Stage {
  /** Whole environment of a program on it. */
  readonly env: Readonly<Record<string, string>>
  readonly home: string
  readonly claudeConfig: string
  readonly odoo: SampleAddress
  readonly stop: () => Promise<void>
}

/** A configuration that is in use already: another server, and a setting that is nobody else's business. */
const claudeConfigBefore = {
  globalShortcut: 'Ctrl+Space',
  mcpServers: { notes: { command: '/usr/bin/notes-server', args: ['--folder', '/home/me/notes'] } },
}

/**
 * Bus and keychain are started for it even where the session has them: what the demonstration stores must not come near
 * the keychain of whoever runs it. The display is the session's own, so that one can watch.
 *
 * @param bundles directory of the compiled programs
 */
export async function setStage(bundles: string): Promise<Stage> {
  if (process.platform !== 'linux') throw new Error('The demonstration needs Linux: it reads tray and keychain over D-Bus.')
  // Short: the path of a local socket may have 107 bytes at most.
  const root = await mkdtemp(join(tmpdir(), 'vdemo-'))
  const stops: (() => Promise<void>)[] = [() => rm(root, { recursive: true, force: true, maxRetries: 5 })]
  const stop = async (): Promise<void> => {
    for (const undo of stops.splice(0).reverse()) await undo()
  }
  try {
    const [home, temporary, runtime] = [join(root, 'home'), join(root, 'tmp'), join(root, 'run')]
    for (const directory of [home, temporary, runtime]) await mkdir(directory, { mode: 0o700 })
    const env: Record<string, string> = { HOME: home, TMPDIR: temporary, XDG_RUNTIME_DIR: runtime, LANG: 'C.UTF-8', TZ: 'UTC' }
    for (const name of ['PATH', 'DISPLAY', 'XAUTHORITY']) {
      const value = process.env[name]
      if (value !== undefined) env[name] = value
    }
    const bus = await startSessionBus(env, join(root, 'bus'))
    stops.push(bus.stop)
    Object.assign(env, bus.env)
    stops.push((await startKeyring(env, join(root, 'keyring'))).stop)

    const claudeConfig = join(home, '.config', 'Claude', 'claude_desktop_config.json')
    await mkdir(dirname(claudeConfig), { recursive: true })
    await writeFile(claudeConfig, `${JSON.stringify(claudeConfigBefore, null, 2)}\n`)

    const odoo = await startSampleOdoo(join(bundles, 'sample-odoo.cjs'))
    stops.push(odoo.stop)
    return { env, home, claudeConfig, odoo: odoo.address, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Whether everything that was in the configuration is still in it. */
export function keepsWhatWasThere(configText: string): boolean {
  const { globalShortcut, mcpServers } = JSON.parse(configText) as Partial<typeof claudeConfigBefore>
  return (
    globalShortcut === claudeConfigBefore.globalShortcut
    && JSON.stringify(mcpServers?.notes) === JSON.stringify(claudeConfigBefore.mcpServers.notes)
  )
}

async function startSampleOdoo(bundle: string): Promise<{ readonly address: SampleAddress; readonly stop: () => Promise<void> }> {
  const child = spawn(process.execPath, [bundle, '--port', '0', '--version', '19', '--until-stdin-ends'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    child.once('error', reject)
    void ended.then(() => reject(new Error('The sample Odoo ended before it was ready.')))
  })
  child.stdout.resume()
  return {
    address: JSON.parse(line) as SampleAddress,
    stop: async () => {
      child.kill()
      await ended
    },
  }
}
