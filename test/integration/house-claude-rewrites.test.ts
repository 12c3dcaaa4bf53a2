import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { thisMachine } from '../../src/clients/machine-look'
import { claudeModel } from '../support/claude-model'
import { makeHome, openHouse, type Home, type OpenHouse } from '../support/house/open-house'

const CLAUDE = 'claude-desktop'

/** Claude's process appears in the list of processes while the model of it runs. */
async function house() {
  const home = await makeHome()
  const relay = join(home.root, 'relay.cjs')
  await writeFile(relay, '')
  const claude = claudeModel(home.claudeConfig)
  const machine = {
    list: async (path: string) => (path === '/proc' ? ['1', ...(claude.pid() === null ? [] : [String(claude.pid())])] : thisMachine.list(path)),
    readText: async (path: string) => (path === `/proc/${claude.pid()}/cmdline` ? '/opt/Claude/claude-desktop\0' : null),
  }
  return { home, open: await openHouse(home, { relay, machine }), claude }
}

async function register({ house: { handlers } }: OpenHouse): Promise<void> {
  expect(await handlers.planClient({ clientId: CLAUDE, action: 'register' })).toMatchObject({ kind: 'change' })
  expect(await handlers.applyClient({ clientId: CLAUDE, action: 'register' })).toEqual({ ok: true })
}

/** The system tells of a change in its own time; what waits for quiet is let go on until the state is so. */
async function noticed(home: Home, open: OpenHouse, kind: string): Promise<void> {
  await vi.waitFor(() => {
    home.time.pass(500)
    expect(open.state().claude.kind).toBe(kind)
  }, 4_000)
}

describe('a Claude Desktop that writes its configuration from memory', () => {
  it('is registered, overwrites, is noticed without being asked, and is repaired', async () => {
    const { home, open, claude } = await house()
    await writeFile(home.claudeConfig, '{ "theme": "dark" }')
    await open.house.claude.refresh()
    await claude.start()
    await register(open)
    expect(open.state().claude.kind).toBe('registered')

    await claude.prefer('theme', 'light')
    await noticed(home, open, 'overwritten')
    expect(await readFile(home.claudeConfig, 'utf8'), 'nothing is edited unasked').not.toContain('vitrine-odoo')

    claude.quit()
    await register(open)
    await claude.start()
    expect(claude.servers()).toEqual(['vitrine-odoo'])
    await claude.prefer('theme', 'dark')
    await open.house.claude.refresh()
    expect(open.state().claude.kind).toBe('registered')
    expect(JSON.parse(await readFile(home.claudeConfig, 'utf8'))).toMatchObject({ theme: 'dark' })
  })

  it('keeps its other servers when a byte-order mark would have made it forget them', async () => {
    const { home, open, claude } = await house()
    await writeFile(home.claudeConfig, '\uFEFF{"mcpServers":{"notes":{"command":"/usr/bin/notes"}}}')
    await register(open)
    await claude.start()
    expect(claude.servers()).toEqual(['notes', 'vitrine-odoo'])
  })

  it('gets back what it had before, when the user asks for it', async () => {
    const { home, open } = await house()
    const before = '{ "theme": "dark" }'
    await writeFile(home.claudeConfig, before)
    await register(open)
    const [copy] = await open.house.handlers.listBackups({ clientId: CLAUDE })
    expect(await open.house.handlers.restoreBackup({ clientId: CLAUDE, name: copy?.name ?? '' })).toEqual({ ok: true })
    expect(await readFile(home.claudeConfig, 'utf8')).toBe(before)
    expect(open.state().claude.kind).toBe('overwritten')
  })
})

describe('the next start of Claude Desktop', () => {
  const status = (open: OpenHouse) => open.state().clientStatuses.find(({ id }) => id === CLAUDE)

  /** Lets time go on until what a look at the processes and the file leads to is there. */
  async function comesTo(home: Home, open: OpenHouse, nextStart: string): Promise<void> {
    await vi.waitFor(() => {
      home.time.pass(10_000)
      expect(status(open)?.nextStart).toBe(nextStart)
    }, 4_000)
  }

  it('is waited for after registering, and the entry is found to stand', async () => {
    const { home, open, claude } = await house()
    await claude.start()
    await register(open)
    expect(status(open)).toMatchObject({ running: 'yes', nextStart: 'awaited' })
    claude.quit()
    await claude.start()
    await comesTo(home, open, 'kept')
    expect(open.entriesLost).toEqual([])
    expect(claude.servers()).toEqual(['vitrine-odoo'])
  })

  it('is not taken to have come while the same Claude goes on', async () => {
    const { home, open, claude } = await house()
    await claude.start()
    await register(open)
    for (let looks = 0; looks < 6; looks += 1) {
      home.time.pass(10_000)
      await open.house.claude.refresh()
    }
    expect(status(open)).toMatchObject({ running: 'yes', nextStart: 'awaited' })
  })

  it('is looked for less and less often while it does not come', async () => {
    const { home, open, claude } = await house()
    await claude.start()
    await register(open)
    for (const [passed, next] of [[10_000, 20_000], [20_000, 40_000], [40_000, 80_000], [80_000, 120_000], [120_000, 120_000]] as const) {
      home.time.pass(passed)
      await vi.waitFor(() => {
        expect(home.time.waiting()).toContain(next)
      }, 4_000)
    }
    expect(status(open)).toMatchObject({ nextStart: 'awaited' })
  })

  it('is told as a loss when Claude wrote its memory back before, and repaired by registering once more', async () => {
    const { home, open, claude } = await house()
    await claude.start()
    await register(open)
    await claude.prefer('theme', 'light')
    claude.quit()
    await claude.start()
    await comesTo(home, open, 'lost')
    expect(open.entriesLost).toEqual(["Claude Desktop dropped Vitrine's entry when it started."])
    expect(open.state().claude.kind).toBe('overwritten')
    claude.quit()
    await register(open)
    expect(status(open)).toMatchObject({ kind: 'registered', running: 'no', nextStart: 'awaited' })
    await claude.start()
    await comesTo(home, open, 'kept')
  })

  it('is told as a loss when the new Claude drops the entry in its first seconds', async () => {
    const { home, open, claude } = await house()
    await register(open)
    await claude.start()
    home.time.pass(10_000)
    await vi.waitFor(() => {
      expect(home.time.waiting()).toContain(30_000)
    }, 4_000)
    await writeFile(home.claudeConfig, '{}')
    await comesTo(home, open, 'lost')
  })

  it('is not waited for once the user has unregistered', async () => {
    const { home, open, claude } = await house()
    await register(open)
    await open.house.handlers.planClient({ clientId: CLAUDE, action: 'unregister' })
    await open.house.handlers.applyClient({ clientId: CLAUDE, action: 'unregister' })
    await claude.start()
    home.time.pass(60_000)
    await open.house.claude.refresh()
    expect(status(open)).toMatchObject({ kind: 'not_registered', nextStart: null })
    expect(open.entriesLost).toEqual([])
  })
})

describe('a registered client that is revoked', () => {
  it('loses its entry as well, and nothing else', async () => {
    const { home, open } = await house()
    await writeFile(home.claudeConfig, '{ "mcpServers": { "notes": { "command": "/usr/bin/notes" } }, "theme": "dark" }')
    const before = await readFile(home.claudeConfig, 'utf8')
    await register(open)
    expect(await open.house.handlers.revokeClient({ clientId: CLAUDE })).toEqual({ ok: true })
    expect(await readFile(home.claudeConfig, 'utf8')).toBe(before)
    expect(open.state().claude.kind).toBe('not_registered')
    expect(open.settings.get().clients).toEqual([])
  })

  it('is revoked also where its file cannot be changed, and shown without a key until it is registered again', async () => {
    const { home, open } = await house()
    await register(open)
    const entry = await readFile(home.claudeConfig, 'utf8')
    await chmod(home.claudeConfig, 0o444)
    expect(await open.house.handlers.revokeClient({ clientId: CLAUDE })).toEqual({ ok: true })
    expect(await readFile(home.claudeConfig, 'utf8')).toBe(entry)
    expect(open.state().claude.kind).toBe('no_key')
    expect(await open.house.handlers.planClient({ clientId: CLAUDE, action: 'register' })).toMatchObject({ kind: 'unchanged' })
    expect(await open.house.handlers.applyClient({ clientId: CLAUDE, action: 'register' })).toEqual({ ok: true })
    expect(open.state().claude.kind).toBe('registered')
    expect(open.settings.get().clients).toMatchObject([{ id: CLAUDE }])
  })

  it('keeps an entry of our name that somebody else wrote since', async () => {
    const { home, open } = await house()
    await register(open)
    const foreign = '{ "mcpServers": { "vitrine-odoo": { "command": "npx", "args": ["other"] } } }'
    await writeFile(home.claudeConfig, foreign)
    expect(await open.house.handlers.revokeClient({ clientId: CLAUDE })).toEqual({ ok: true })
    expect(await readFile(home.claudeConfig, 'utf8')).toBe(foreign)
  })
})

describe('the other clients', () => {
  it('are told in the state, each registered with a key of its own', async () => {
    const { home, open } = await house()
    expect(open.state().clientStatuses.map(({ id }) => id)).toContain('codex')
    await open.house.handlers.planClient({ clientId: 'codex', action: 'register' })
    expect(await open.house.handlers.applyClient({ clientId: 'codex', action: 'register' })).toEqual({ ok: true })
    expect(open.state().clientStatuses.find(({ id }) => id === 'codex')).toMatchObject({ kind: 'registered' })
    const config = await readFile(join(home.host.homeDir, '.codex', 'config.toml'), 'utf8')
    const key = (await readFile(join(home.host.homeDir, '.vitrine', 'clients', 'codex.key'), 'utf8')).trim()
    expect(config).toContain('"--client", "codex"')
    expect(config).not.toContain(key)
    await open.house.handlers.planClient({ clientId: 'codex', action: 'unregister' })
    expect(await open.house.handlers.applyClient({ clientId: 'codex', action: 'unregister' })).toEqual({ ok: true })
    expect(open.settings.get().clients).toEqual([])
  })

  it('lose our entry in files that they do not read any more as well', async () => {
    const { home, open } = await house()
    const [live, decoy] = ['.lmstudio', '.cache/lm-studio'].map((directory) => join(home.host.homeDir, directory, 'mcp.json')) as [string, string]
    await mkdir(dirname(decoy), { recursive: true })
    await writeFile(decoy, '{ "a": 1 }')
    const act = async (action: 'register' | 'unregister') => {
      await open.house.handlers.planClient({ clientId: 'lm-studio', action })
      expect(await open.house.handlers.applyClient({ clientId: 'lm-studio', action })).toEqual({ ok: true })
    }
    await act('register')
    expect(await readFile(decoy, 'utf8')).toContain('vitrine-odoo')
    await mkdir(dirname(live), { recursive: true })
    await writeFile(live, '{}')
    await act('register')
    expect(open.state().clientStatuses.find(({ id }) => id === 'lm-studio')).toMatchObject({ kind: 'registered', path: live, decoys: [decoy] })
    await act('unregister')
    expect(await readFile(live, 'utf8')).not.toContain('vitrine-odoo')
    expect(JSON.parse(await readFile(decoy, 'utf8'))).toEqual({ a: 1, mcpServers: {} })
  })

  it('that are in no table get text to copy, without a key', async () => {
    const { open } = await house()
    const { stdio, http } = await open.house.handlers.getSnippets({ clientId: 'my-client' })
    expect(JSON.parse(stdio ?? '')).toMatchObject({ mcpServers: { 'vitrine-odoo': { args: [expect.stringContaining('relay.cjs'), '--client', 'my-client'] } } })
    expect(JSON.parse(http)).toMatchObject({ mcpServers: { 'vitrine-odoo': { url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/) } } })
    expect(await open.house.handlers.planClient({ clientId: 'my-client', action: 'register' })).toMatchObject({ kind: 'unreadable' })
  })
})
