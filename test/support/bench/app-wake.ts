import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createClientKey, writeClientKeyFile } from '../../../src/clients/client-keys'
import { writeAppFile } from '../../../src/endpoint/app-file'
import { parseEndpointFile, vitrinePaths } from '../../../src/endpoint/address'
import { keytarKeychain } from '../../../src/credentials/keytar-keychain'
import { createVault } from '../../../src/credentials/vault'
import { nodeHost } from '../../../src/host/node-host'
import type { Host } from '../../../src/host/host'
import { createSettingsStore } from '../../../src/settings/store'
import { startDesktop, type Desktop } from '../desktop/desktop'
import { mcpClient } from './mcp-client'
import { bundlePath, firstLine, startNode, startRelay, type OdooAddress } from './programs'
import { spreadOf, type Spread } from './statistics'

/** Electron with the application's directory, as the commands of this project find it. */
export interface AppCommand {
  readonly executable: string
  readonly args: readonly string[]
}

/** The command that `build/scripts/bench.mjs` found; null where there is none, or no desktop can be made for it. */
export function appCommand(): AppCommand | null {
  const { VITRINE_ELECTRON: executable, VITRINE_ELECTRON_ARGS: args = '' } = process.env
  if (executable === undefined) return null
  return { executable, args: [...args.split(' ').filter((arg) => arg !== ''), join(__dirname, '..'), '--hidden'] }
}

/**
 * From the start of a relay that finds no application to an answer from Odoo by the one that it has started: Electron, tray,
 * keychain, journal, and a connection that is opened anew. On a desktop of its own; milliseconds.
 */
export async function measureAppWake({ executable, args }: AppCommand, odoo: OdooAddress, runs: number): Promise<Spread> {
  const desktop = await startDesktop()
  try {
    await furnish(desktop, odoo)
    const host = { ...nodeHost(), homeDir: desktop.home, env: desktop.env }
    await writeAppFile(host, [executable, ...args])
    const times: number[] = []
    for (let run = 0; run < runs; run += 1) times.push(await timeOfWake(host))
    return spreadOf(times)
  } finally {
    await desktop.stop()
  }
}

async function timeOfWake(host: Host): Promise<number> {
  const start = performance.now()
  const relay = startRelay(host.homeDir)
  try {
    const client = mcpClient(relay)
    await client.initialize()
    await client.callTool('odoo_search', { model: 'res.partner', fields: ['name'], limit: 1 })
    return performance.now() - start
  } finally {
    await relay.stop()
    await endApp(host)
  }
}

/** What installing does: a connection with its key in the keychain, and a client with its own. In the desktop's session. */
async function furnish(desktop: Desktop, odoo: OdooAddress): Promise<void> {
  const program = startNode([bundlePath('bench'), '--furnish'], desktop.env)
  program.child.stdin.end(`${JSON.stringify(odoo)}\n`)
  await firstLine(program)
  await program.stop()
}

/** The program that {@link furnish} starts: keytar finds the keychain by its own environment alone. */
export async function furnishHome(odoo: OdooAddress): Promise<void> {
  const host = nodeHost()
  const vault = createVault({ keychain: keytarKeychain({ service: 'Vitrine for Odoo', platform: 'linux' }), randomBytes })
  await vault.unlock()
  await vault.store('bench', odoo.apiKey)
  vault.lock()
  const { key, keyHash } = createClientKey(host)
  await writeClientKeyFile(host, 'bench', key)
  const createdAt = new Date(host.now()).toISOString()
  const settings = await createSettingsStore({ path: join(host.homeDir, '.config', 'Vitrine', 'settings.json'), now: host.now })
  await settings.update((before) => ({
    ...before,
    connections: [{ id: 'bench', name: 'Bench', url: odoo.url, database: odoo.db, login: odoo.login, createdAt }],
    activeConnectionId: 'bench',
    clients: [{ id: 'bench', name: 'Bench', keyHash, createdAt }],
  }))
  process.stdout.write('furnished\n')
}

/** As at the end of a session. One from a source tree leaves the traces of a wake to the installed one. */
async function endApp(host: Host): Promise<void> {
  const { endpointFile, wakeLock } = vitrinePaths(host)
  const endpoint = parseEndpointFile(await readFile(endpointFile, 'utf8').catch(() => ''))
  if (endpoint === null) return
  process.kill(endpoint.pid, 'SIGTERM')
  // The system tells nobody of the end of a process that is not one's child.
  while (existsSync(`/proc/${endpoint.pid}`)) await wait(20)
  await rm(wakeLock, { force: true })
}
