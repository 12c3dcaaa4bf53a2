import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { CommandIo } from '../../../src/headless/commands/command-io'
import { clientTable } from '../../../src/clients/client-table'
import { runClients } from '../../../src/headless/commands/clients'
import type { Host } from '../../../src/host/host'
import { nodeHost } from '../../../src/host/node-host'
import { temporaryDirectory } from '../../support/temporary-directory'

const relay = '/opt/Vitrine/vitrine-relay'
const original = '{\n  "mcpServers": {\n    "notes": { "command": "/usr/bin/notes" }\n  }\n}\n'

/** Runs the command in a home of its own. */
async function terminal(platform: Host['platform'] = 'linux', ownRelay?: CommandIo['ownRelay']) {
  const home = await temporaryDirectory()
  const cursor = join(home, '.cursor', 'mcp.json')
  const run = async (...args: string[]) => {
    const out: string[] = []
    const err: string[] = []
    const io = { host: nodeHost(), ...(ownRelay === undefined ? {} : { ownRelay }), out: (line: string) => out.push(line), err: (line: string) => err.push(line), write: () => Promise.resolve('taken' as const), readText: async () => '' }
    const code = await runClients([...args, '--home', home, '--platform', platform], io)
    return { code, out: out.join('\n'), err: err.join('\n') }
  }
  const write = async (path: string, text: string) => {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  }
  return { home, cursor, run, write }
}

describe('the command for clients', () => {
  test('plans, writes, tells and takes away', async () => {
    const { cursor, run, write } = await terminal()
    await write(cursor, original)
    const planned = await run('plan', '--client', 'cursor', '--relay', relay)
    expect(planned).toMatchObject({ code: 0, out: expect.stringContaining('+       "command": "/opt/Vitrine/vitrine-relay"') })
    expect(await readFile(cursor, 'utf8')).toBe(original)
    expect(await run('apply', '--client', 'cursor', '--relay', relay)).toMatchObject({ code: 0, out: `cursor: written (${cursor})` })
    expect(await run('apply', '--client', 'cursor', '--relay', relay)).toMatchObject({ code: 0, out: `cursor: unchanged (${cursor})` })
    const status = await run('status', '--client', 'cursor', '--json')
    expect(JSON.parse(status.out)).toEqual({ client: 'cursor', path: cursor, installed: true, result: 'registered', code: 0 })
    expect(await run('status', '--client', 'cursor', '--relay', '/elsewhere/vitrine-relay')).toMatchObject({ code: 1, out: `cursor: stale path (${cursor})` })
    expect(await run('remove', '--client', 'cursor')).toMatchObject({ code: 0, out: `cursor: removed (${cursor})` })
    expect(await readFile(cursor, 'utf8')).toBe(original)
  })

  test('takes every entry away for an uninstaller, and creates nothing', async () => {
    const { home, run } = await terminal()
    await run('apply', '--client', 'cursor', '--client', 'codex', '--relay', relay)
    const removed = await run('remove')
    expect(removed.code).toBe(0)
    expect(removed.out.split('\n').filter((line) => line.includes('removed'))).toHaveLength(2)
    expect(await readFile(join(home, '.codex', 'config.toml'), 'utf8')).toBe('')
    await expect(readFile(join(home, '.gemini', 'settings.json'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('leaves what is not ours and what is not valid to a person', async () => {
    const { cursor, run, write } = await terminal()
    for (const text of ['{"mcpServers":{"vitrine-odoo":{"command":"npx","args":["x"]}}}', '{"mcpServers":']) {
      await write(cursor, text)
      expect(await run('apply', '--client', 'cursor', '--relay', relay)).toMatchObject({ code: 3 })
      expect(await run('remove', '--client', 'cursor')).toMatchObject({ code: 3 })
      expect(await readFile(cursor, 'utf8')).toBe(text)
    }
  })

  test('says with 4 that the system stood in the way', async () => {
    const { cursor, run } = await terminal()
    await mkdir(cursor, { recursive: true })
    expect(await run('apply', '--client', 'cursor', '--relay', relay)).toMatchObject({ code: 4, out: `cursor: unreadable (${cursor})` })
    expect(await run('status', '--client', 'cursor')).toMatchObject({ code: 1 })
  })

  test.each([
    [[], 'Say what to do'],
    [['apply', '--client', 'cursor'], 'Install Vitrine, or say where its relay is, with --relay'],
    [['restore'], 'Say which client'],
    [['apply', '--relay', relay], 'Say which client'],
    [['apply', '--client', 'nobody', '--relay', relay], 'There is no client of this id. Clients: claude-desktop'],
    [['apply', '--client', 'cursor', '--relay', 'vitrine-relay'], 'not absolute'],
    [['status', '--colour'], 'There is an option that does not exist'],
  ])('says what is wrong with %j', async (args, message) => {
    const { run } = await terminal()
    expect(await run(...args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(message) })
  })

  test('finds the relay of the Vitrine that was started last in this home, or else of this source tree', async () => {
    const checkout = await temporaryDirectory()
    const own = { command: '/usr/bin/node', script: join(checkout, 'relay.cjs') }
    const { home, cursor, run, write } = await terminal('linux', own)
    expect(await run('apply', '--client', 'cursor'), 'the tree was not built').toMatchObject({ code: 2 })
    await write(own.script, '')
    expect(await run('apply', '--client', 'cursor')).toMatchObject({ code: 0 })
    expect(JSON.parse(await readFile(cursor, 'utf8'))).toMatchObject({ mcpServers: { 'vitrine-odoo': { command: own.command, args: [own.script, '--client', 'cursor'] } } })
    const installed = join(home, 'apps', 'Vitrine')
    await write(join(installed, 'resources', 'relay', 'vitrine-relay'), '')
    await write(join(home, '.vitrine', 'app.json'), JSON.stringify({ version: 1, executable: join(installed, 'vitrine'), args: [], environment: {} }))
    expect(await run('apply', '--client', 'cursor')).toMatchObject({ code: 0 })
    expect(JSON.parse(await readFile(cursor, 'utf8'))).toMatchObject({ mcpServers: { 'vitrine-odoo': { command: join(installed, 'resources', 'relay', 'vitrine-relay') } } })
  })

  test('puts the newest copy back, and the one before it when asked again', async () => {
    const { cursor, run, write } = await terminal()
    expect(await run('restore', '--client', 'cursor')).toMatchObject({ code: 3, out: `cursor: no copy (${cursor})` })
    await write(cursor, original)
    await run('apply', '--client', 'cursor', '--relay', relay)
    const registered = await readFile(cursor, 'utf8')
    expect(await run('restore', '--client', 'cursor')).toMatchObject({ code: 0, out: `cursor: restored (${cursor})` })
    expect(await readFile(cursor, 'utf8')).toBe(original)
    await run('restore', '--client', 'cursor')
    expect(await readFile(cursor, 'utf8')).toBe(registered)
  })

  test.each([
    ['linux', '/opt/Vitrine/resources/relay/vitrine-relay'],
    ['darwin', '/Applications/Vitrine.app/Contents/Resources/relay/vitrine-relay'],
    ['win32', 'C:\\Vitrine\\resources\\relay\\vitrine-relay.exe'],
  ] as const)('serves a fleet: registers every client in a home of %s, checks, removes, and leaves nothing', async (platform, program) => {
    const { home, run } = await terminal(platform)
    const all = clientTable.flatMap(({ id }) => ['--client', id])
    const results = (out: string) => out.split('\n').map((line) => (JSON.parse(line) as { result: string }).result)
    expect(new Set(results((await run('status', '--json')).out))).toEqual(new Set(['not_registered']))
    const applied = await run('apply', ...all, '--relay', program, '--json')
    expect(applied.code).toBe(0)
    expect(results(applied.out)).toEqual(clientTable.map(() => 'written'))
    expect(results((await run('status', '--relay', program, '--json')).out)).toEqual(clientTable.map(() => 'registered'))
    expect((await run('status', '--relay', `${program.replace(/\.exe$/, '')}x${platform === 'win32' ? '.exe' : ''}`)).code).toBe(1)
    expect((await run('remove', '--json')).code).toBe(0)
    const after = await run('status', '--json')
    expect(results(after.out)).toEqual(clientTable.map(() => 'not_registered'))
    for (const line of after.out.split('\n')) {
      const { path } = JSON.parse(line) as { path: string }
      expect(await readFile(path, 'utf8')).not.toContain('vitrine')
      expect(relative(home, resolve(path))).not.toMatch(/^\.\.|\\/)
    }
  })

  test('explains itself and its exit codes', async () => {
    const { run } = await terminal()
    expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('Exit codes: 0') })
  })
})
