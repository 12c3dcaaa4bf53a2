import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { sandboxArguments } from '../../build/scripts/electron-runtime.mjs'
import { createClientKey, writeClientKeyFile } from '../../src/clients/client-keys'
import { vitrinePaths } from '../../src/endpoint/address'
import { nodeHost } from '../../src/host/node-host'
import { createSettingsStore } from '../../src/settings/store'
import { asarFiles } from '../support/desktop/asar-files'
import { startDesktop, type Desktop } from '../support/desktop/desktop'
import { fileAppears } from '../support/desktop/file-appears'
import { installApp, isInstalled, type InstalledApp } from '../support/desktop/installed-app'
import { makeMachineUser } from '../support/desktop/machine-user'
import { startTrayHost, type TrayHost } from '../support/desktop/tray-host'

const execute = promisify(execFile)
const clientId = 'packaged-test'

/** How a fuse is written in the binary: the digits as characters. */
const fuseState = { off: 0x30, on: 0x31 }

describe('the packaged application', () => {
  let installed: InstalledApp
  let desktop: Desktop
  let tray: TrayHost
  let app: ChildProcess
  let complaints = ''

  beforeAll(async () => {
    installed = await installApp()
    if (installed.kind === 'directory') process.stdout.write('Not installed: only root may, so the unpacked application is proved.\n')
    desktop = await startDesktop()
    tray = await startTrayHost(desktop)
    await registerClient(desktop.home)
    app = spawn(installed.program, sandboxArguments(), { env: desktop.env, stdio: ['ignore', 'ignore', 'pipe'] })
    app.stderr?.setEncoding('utf8').on('data', (text: string) => (complaints += text))
  })
  afterAll(async () => {
    if (app.exitCode === null && app.signalCode === null) {
      app.kill('SIGKILL')
      await once(app, 'close')
    }
    tray.stop()
    await desktop.stop()
    await installed.remove()
  })

  it('announces its endpoint when it is ready', async () => {
    const { endpointFile } = vitrinePaths({ platform: 'linux', homeDir: desktop.home })
    await fileAppears(endpointFile, AbortSignal.timeout(60_000)).catch((error: unknown) => {
      throw new Error(`${String(error)} The application said: ${complaints}`)
    })
  })

  it('answers an MCP client through the relay that came with it', async () => {
    const client = new Client({ name: 'packaged-test', version: '1.0.0' })
    const relay = join(installed.resources, 'relay', 'vitrine-relay')
    await client.connect(new StdioClientTransport({ command: relay, args: ['--client', clientId], env: { HOME: desktop.home } }))
    const { tools } = await client.listTools()
    expect(tools).toHaveLength(7)
    expect(tools.every(({ name }) => name.startsWith('odoo_'))).toBe(true)
    await client.close()
  })

  it('has every fuse set as it was decided', async () => {
    const fuses = await getCurrentFuseWire(installed.binary)
    const expected = new Map([
      [FuseV1Options.RunAsNode, fuseState.off],
      [FuseV1Options.EnableCookieEncryption, fuseState.on],
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable, fuseState.off],
      [FuseV1Options.EnableNodeCliInspectArguments, fuseState.off],
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, fuseState.on],
      [FuseV1Options.OnlyLoadAppFromAsar, fuseState.on],
      [FuseV1Options.GrantFileProtocolExtraPrivileges, fuseState.off],
    ])
    for (const [fuse, state] of expected) {
      // An older Electron, which only a package for tests carries, lacks the last of them.
      if (fuses[fuse] !== undefined) expect([FuseV1Options[fuse], fuses[fuse]]).toEqual([FuseV1Options[fuse], state])
    }
    expect(fuses[FuseV1Options.OnlyLoadAppFromAsar]).toBeDefined()
  })

  it('carries what it needs to run and nothing else', async () => {
    const archived = await asarFiles(join(installed.resources, 'app.asar'))
    const beside = (await readdir(installed.directory, { recursive: true })).filter((path) => !path.startsWith('resources/app.asar'))
    const unwanted = /\.map$|\.tsx?$|\.blob$|(^|\/)(test|tests|src)\/|sample-odoo|bench|headless|demo|default_app|musl|tsbuildinfo/
    expect([...archived, ...beside].filter((path) => unwanted.test(path))).toEqual([])
    expect(archived).toEqual(expect.arrayContaining(['package.json', 'out/main.cjs', 'out/preload.cjs', 'out/renderer/index.html']))
    expect(new Set(archived.map((path) => path.split('/')[0]))).toEqual(new Set(['package.json', 'out', 'node_modules']))
    expect((await readdir(join(installed.resources, 'app.asar.unpacked'), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.node'))).toEqual([])
    expect(beside).toEqual(expect.arrayContaining(['resources/relay/vitrine-relay', 'resources/vitrine.mcpb', 'resources/LICENSE.txt', 'resources/THIRD-PARTY-NOTICES.txt', 'LICENSES.chromium.html']))
  })

  it('quits from its tray menu and leaves no endpoint behind', async () => {
    const ended = once(app, 'close', { signal: AbortSignal.timeout(60_000) })
    await tray.click('Quit')
    expect(await ended).toEqual([0, null])
    const { endpointFile } = vitrinePaths({ platform: 'linux', homeDir: desktop.home })
    expect(existsSync(endpointFile)).toBe(false)
  })

  it('is woken by its relay, as nobody\'s child, and answers what was asked meanwhile', async () => {
    await allowWaking(desktop.home)
    const transport = new StdioClientTransport({ command: join(installed.resources, 'relay', 'vitrine-relay'), args: ['--client', clientId], env: { HOME: desktop.home } })
    const client = new Client({ name: 'packaged-test', version: '1.0.0' })
    await client.connect(transport)
    expect((await client.listTools()).tools).toHaveLength(7)
    // The lists are answered from what was written down; this is the application's own answer.
    const { content } = await client.callTool({ name: 'odoo_context', arguments: {} })
    expect(JSON.stringify(content)).toContain('No Odoo is connected in Vitrine yet.')
    const { endpointFile } = vitrinePaths({ platform: 'linux', homeDir: desktop.home })
    const { pid } = JSON.parse(await readFile(endpointFile, 'utf8')) as { pid: number }
    // Nobody's child is nobody's to wait for.
    onTestFinished(() => endBySystem(pid))
    expect(await ancestorsOf(pid)).not.toContain(transport.pid)
    expect((await processFacts(pid)).group).not.toBe((await processFacts(transport.pid ?? 0)).group)

    await client.close()
    expect((await processFacts(pid)).isGone, 'the application goes on when the client ends').toBe(false)
  })

  it('takes its entries along when it is removed, as each user, and leaves all else in their homes', async ({ skip }) => {
    skip(installed.kind === 'directory', 'nothing was installed')
    const user = await makeMachineUser('vitrine-packaged')
    onTestFinished(user.remove)
    const entry = JSON.stringify({ command: '/opt/Vitrine/resources/relay/vitrine-relay', args: ['--client', 'cursor'] })
    const withEntry = `{\n  // mine\n  "mcpServers": { "notes": { "command": "x" }, "vitrine-odoo": ${entry} },\n}\n`
    await user.write('.cursor/mcp.json', withEntry)
    await user.write('.kiro/settings/mcp.json', '{ "mcpServers": ')
    await user.write('.config/autostart/vitrine.desktop', '[Desktop Entry]\nName=Vitrine\n')
    await user.write('.config/Vitrine/settings.json', '{}')
    await user.write('.vitrine/clients/cursor.key', 'key')

    await execute('/var/lib/dpkg/info/vitrine-odoo.prerm', ['upgrade', '9.9.9'])
    expect(await user.read('.cursor/mcp.json'), 'an update changes nothing').toBe(withEntry)

    await execute('dpkg', ['--remove', 'vitrine-odoo'])
    expect(await user.read('.cursor/mcp.json')).toBe('{\n  // mine\n  "mcpServers": { "notes": { "command": "x" } },\n}\n')
    expect(await user.owns('.cursor/mcp.json')).toBe(true)
    expect(await user.read('.kiro/settings/mcp.json'), 'what is not valid is left to its owner').toBe('{ "mcpServers": ')
    expect(existsSync(join(user.home, '.config', 'autostart', 'vitrine.desktop'))).toBe(false)
    expect(await user.read('.config/Vitrine/settings.json')).toBe('{}')
    expect(await user.read('.vitrine/clients/cursor.key')).toBe('key')
  })

  it('goes away without a trace', async ({ skip }) => {
    skip(installed.kind === 'directory', 'nothing was installed')
    await installed.remove()
    expect(await isInstalled()).toBe(false)
    expect(['/opt/Vitrine', '/usr/bin/vitrine', '/usr/share/applications/vitrine.desktop'].filter((path) => existsSync(path))).toEqual([])
  })
})

/** The user has quit it, after which nothing wakes it; and as root it runs without its sandbox alone. */
async function allowWaking(homeDir: string): Promise<void> {
  const { appFile, quitMarker } = vitrinePaths({ platform: 'linux', homeDir })
  await rm(quitMarker)
  const written = JSON.parse(await readFile(appFile, 'utf8')) as { args: readonly string[] }
  await writeFile(appFile, JSON.stringify({ ...written, args: [...sandboxArguments(), ...written.args] }))
}

interface ProcessFacts {
  readonly parent: number
  readonly group: number
  /** Ended, also when nobody has taken note of it yet. */
  readonly isGone: boolean
}

async function processFacts(pid: number): Promise<ProcessFacts> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') X 0 0')
  const [state = 'X', parent, group] = status.slice(status.lastIndexOf(')') + 2).split(' ')
  return { parent: Number(parent), group: Number(group), isGone: state === 'X' || state === 'Z' }
}

async function endBySystem(pid: number): Promise<void> {
  process.kill(pid, 'SIGTERM')
  await vi.waitFor(async () => {
    expect((await processFacts(pid)).isGone).toBe(true)
  }, 30_000)
}

async function ancestorsOf(pid: number): Promise<readonly number[]> {
  const { parent } = await processFacts(pid)
  return parent === 0 ? [] : [parent, ...(await ancestorsOf(parent))]
}

/** Gives the application a client before its first start, as registering one in the window would. */
async function registerClient(homeDir: string): Promise<void> {
  const host = { ...nodeHost(), homeDir }
  const { key, keyHash } = createClientKey(host)
  await writeClientKeyFile(host, clientId, key)
  const store = await createSettingsStore({ path: join(homeDir, '.config', 'Vitrine', 'settings.json'), now: host.now })
  const client = { id: clientId, name: 'Packaged test', keyHash, createdAt: new Date(host.now()).toISOString() }
  await store.update((before) => ({ ...before, clients: [client] }))
}
