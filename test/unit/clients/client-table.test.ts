import { readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse as parseJson } from 'jsonc-parser'
import { parse as parseToml } from 'smol-toml'
import { describe, expect, test } from 'vitest'
import { applyPlan } from '../../../src/clients/apply'
import { listBackups, restoreBackup } from '../../../src/clients/backups'
import { locateClient, type FileProbe } from '../../../src/clients/client-places'
import { claudeDesktop, clientRow, clientTable, type ClientRow } from '../../../src/clients/client-table'
import type { ConfigPlan } from '../../../src/clients/config-plan'
import { readConfigFile } from '../../../src/clients/config-file'
import { entryFor, shapedEntry } from '../../../src/clients/entry'
import { planRegistration, planRemoval } from '../../../src/clients/plan'
import { registrationStatus } from '../../../src/clients/status'
import { isClientId } from '../../../src/endpoint/address'
import { inEnglish } from '../../../src/i18n/english'
import { failingSteps } from '../../support/failing-steps'
import { temporaryDirectory } from '../../support/temporary-directory'

const command = '/opt/Vitrine/vitrine-relay'
const emptyDisk: FileProbe = { exists: async () => false, list: async () => [] }
const meaningOf = ({ format }: ClientRow, text: string): Record<string, unknown> =>
  format === 'toml' ? parseToml(text, { integersAsBigInt: true }) : (parseJson(text, [], { allowTrailingComma: true }) as Record<string, unknown>)

/** A configuration of each kind, with whatever makes editing hard; `@` stands for the key of the client's servers. */
const json: Readonly<Record<string, string>> = {
  comments: '// mine\n{\n  /* keep */ "theme": "dark", // and this\n  "@": {\n    // a note\n    "notes": { "command": "/usr/bin/notes" } // last\n  }\n}\n',
  tabs: '{\n\t"@": {\n\t\t"notes": {"command": "/usr/bin/notes"}\n\t},\n\t"n": 1.50\n}',
  windows: '{\r\n    "@": {\r\n        "notes": {}\r\n    }\r\n}\r\n',
  trailing: '{\n  "@": {\n    "notes": {},\n  },\n}\n',
  strange: '{"ключ":"\\u00e9 é 😀","big":12345678901234567890,"@":{"a b":{"env":{"TOKEN":"s3cret"}}},"dup":1,"dup":2}',
}
const toml: Readonly<Record<string, string>> = {
  comments: '# mine\nmodel = "gpt" # keep\n\n[@.notes]\n# a note\ncommand = "/usr/bin/notes"\nargs = [\n  "x", # one\n  ["[@.vitrine-odoo]"],\n]\n\n# about profiles\n[profiles.work]\nn = 1_000\n',
  tabs: '[@."a b"]\n\tcommand\t=\t"x"\n[[lists]]\na=1\n[[lists]]\na=2',
  windows: '[@.notes]\r\ncommand = "x"\r\n',
  trailing: 'when = 1979-05-27T07:32:00Z\nbig = 9223372036854775807\n[@]\nnotes.command = "x"\n',
  strange: 'text = """\n[@.vitrine-odoo]\ncommand = "not ours" """\nother = \'\'\'\n[x]\'\'\'\n"ключ" = "é 😀"\n[tui]\ntheme = "dark"\n',
}
const cases = clientTable.flatMap((client) =>
  Object.entries(client.format === 'toml' ? toml : json).map(([name, text]) => ({ id: client.id, name, client, text: text.replaceAll('@', client.serversKey) })),
)

function changed(plan: ConfigPlan): string {
  if (!('after' in plan)) throw new Error(`expected a change, not ${plan.kind}`)
  return plan.after
}

describe('the table of clients', () => {
  test('names each client once, in a way that can name a key file, with its documentation', () => {
    expect(new Set(clientTable.map(({ id }) => id)).size).toBe(clientTable.length)
    for (const { id, docs } of clientTable) {
      expect(isClientId(id)).toBe(true)
      expect(docs).toMatch(/^https:\/\//)
    }
    expect(clientRow('nobody')).toBeNull()
  })

  test.each(clientTable)('is what CLIENTS.md says of $id', async ({ id, docs, serversKey, notice }) => {
    const lines = (await readFile(join(__dirname, '../../../CLIENTS.md'), 'utf8')).split('\n')
    const row = lines.find((line) => line.startsWith(`| \`${id}\` |`))
    for (const fact of [docs, serversKey, inEnglish(notice)]) expect(row).toContain(fact)
  })

  test.each([
    ['codex', { CODEX_HOME: '/data/codex' }, '/data/codex/config.toml'],
    ['codex', { CODEX_HOME: 'relative' }, '/home/anna/.codex/config.toml'],
    ['claude-code', { CLAUDE_CONFIG_DIR: '/data/claude' }, '/data/claude/.claude.json'],
    ['vscode', { XDG_CONFIG_HOME: '/data' }, '/data/Code/User/mcp.json'],
    ['copilot-cli', { COPILOT_HOME: '/data/copilot' }, '/data/copilot/mcp-config.json'],
    ['kimi-code', { KIMI_CODE_HOME: '/data/kimi' }, '/data/kimi/mcp.json'],
  ])('finds %s where %j says', async (id, env, path) => {
    const { locations } = await locateClient({ platform: 'linux', env, homeDir: '/home/anna' }, clientRow(id) ?? claudeDesktop, emptyDisk)
    expect(locations[0].path).toBe(path)
  })

  test.each([
    ['lm-studio', '/home/anna/.cache/lm-studio/mcp.json'],
    ['opencode', '/home/anna/.config/opencode/opencode.jsonc'],
  ])('takes the place of %s that exists for the live one: %s', async (id, path) => {
    const probe: FileProbe = { exists: async (asked) => asked === path || path.startsWith(`${asked}/`), list: async () => [] }
    const { locations, installed } = await locateClient({ platform: 'linux', env: {}, homeDir: '/home/anna' }, clientRow(id) ?? claudeDesktop, probe)
    expect(locations.filter(({ live }) => live)).toMatchObject([{ path, exists: true }])
    expect(installed).toBe(true)
  })
})

describe('a configuration', () => {
  test.each(cases)('of $id with $name gets our entry and loses it, and nothing else', async ({ client, text }) => {
    const entry = entryFor(client, { command })
    const path = join(await temporaryDirectory(), 'config')
    await writeFile(path, text)
    const plan = planRegistration(client, text, entry)
    if (!('after' in plan)) throw new Error(plan.kind)
    await applyPlan({ path, change: plan, plannedFor: (await readConfigFile(path)).hash, now: () => 0 })
    const added = await readFile(path, 'utf8')
    const before = meaningOf(client, text)
    expect(meaningOf(client, added)).toEqual({
      ...before,
      [client.serversKey]: { ...(before[client.serversKey] as object | undefined), 'vitrine-odoo': shapedEntry(client.shape, entry) },
    })
    if (text.includes('\r\n')) expect(added).not.toMatch(/(?<!\r)\n/)
    expect(planRegistration(client, added, entry).kind).toBe('unchanged')
    const facts = { client, config: { text: added }, entry, wasRegistered: true, commandExists: true }
    expect(registrationStatus(facts)).toBe('registered')
    expect(registrationStatus({ ...facts, config: { text } })).toBe('overwritten')

    const moved = changed(planRegistration(client, added, entryFor(client, { command: '/new/vitrine-relay' })))
    expect(moved).toBe(added.replaceAll(command, '/new/vitrine-relay'))
    const removed = changed(planRemoval(client, added))
    // A last line without an end gets one with a block of TOML; a list that came with the entry stays, empty.
    if (client.format === 'toml') expect(removed.trimEnd()).toBe(text.trimEnd())
    else if (client.serversKey in before) expect(removed).toBe(text)
  })

  test.each(clientTable)('of $name comes into being, is repaired when stale, and is never taken from somebody else', (client) => {
    const entry = entryFor(client, { command })
    const fresh = changed(planRegistration(client, null, entry))
    expect(meaningOf(client, fresh)).toEqual({ [client.serversKey]: { 'vitrine-odoo': shapedEntry(client.shape, entry) } })
    expect(changed(planRegistration(client, '  \n', entry))).toBe(fresh)
    for (const other of clientTable.filter(({ format, serversKey, id }) => format === client.format && serversKey === client.serversKey && id !== client.id)) {
      expect(planRegistration(client, changed(planRegistration(other, null, entryFor(other, { command }))), entry)).toMatchObject({ kind: 'conflict', reason: 'foreign_entry' })
    }
    expect(planRegistration(client, '[', entry).kind).toBe('unparsable')
  })

  test.each(clientTable)('of $name stays whole when the process dies at any step', async (client) => {
    const text = (client.format === 'toml' ? toml : json)['comments']?.replaceAll('@', client.serversKey) ?? ''
    const change = planRegistration(client, text, entryFor(client, { command }))
    if (!('after' in change)) throw new Error(change.kind)
    const attempt = async (call?: number) => {
      const path = join(await temporaryDirectory(), 'config')
      await writeFile(path, text)
      const { hash } = await readConfigFile(path)
      const { fs, calls, close } = failingSteps(call === undefined ? {} : { call, kind: 'crash', code: 'EIO' })
      await applyPlan({ path, change, plannedFor: hash, now: () => 0, fs }).catch(() => undefined)
      await close()
      return { calls: calls.length, after: await readFile(path, 'utf8') }
    }
    const { calls } = await attempt()
    for (let call = 0; call < calls; call += 1) expect([text, change.after]).toContain((await attempt(call)).after)
  })

  test.each(['mcp_servers = { notes = {} }\n', 'mcp_servers.vitrine-odoo.command = "x"\n', '[mcp_servers]\nvitrine-odoo = { command = "x" }\n', 'mcp_servers = 1\n'])(
    'of Codex that says %j is left to a person',
    (text) => {
      const codex = clientRow('codex') ?? claudeDesktop
      expect(planRegistration(codex, text, entryFor(codex, { command }))).toMatchObject({ kind: 'conflict', override: null })
    },
  )

  test('of Codex keeps what a user added to our table, and loses all of it with it', () => {
    const codex = clientRow('codex') ?? claudeDesktop
    const text = 'a = 1\n\n[mcp_servers.vitrine-odoo]\ncommand = "/old/vitrine-relay" # where\nargs = ["--client", "codex"]\nstartup_timeout_sec = 20\n[mcp_servers.vitrine-odoo.env]\nA = "1"\n\n[b]\n'
    expect(changed(planRegistration(codex, text, entryFor(codex, { command })))).toBe(text.replace('/old/vitrine-relay', command))
    expect(changed(planRemoval(codex, text))).toBe('a = 1\n\n[b]\n')
  })
})

describe('a copy', () => {
  test('is put back, and what it replaced is kept as well', async () => {
    const path = join(await temporaryDirectory(), 'config.json')
    await writeFile(path, '{"a":1}')
    const change = planRegistration(claudeDesktop, '{"a":1}', entryFor(claudeDesktop, { command }))
    if (!('after' in change)) throw new Error(change.kind)
    await applyPlan({ path, change, plannedFor: (await readConfigFile(path)).hash, now: () => 0 })
    const [copy = ''] = await readdir(join(path, '..')).then((names) => names.filter((name) => name.includes('backup')))
    await writeFile(path, 'broken by somebody')
    await restoreBackup({ path, name: copy, now: () => 1_000 })
    expect(await readFile(path, 'utf8')).toBe('{"a":1}')
    expect(await readFile((await listBackups(path))[0] ?? '', 'utf8')).toBe('broken by somebody')
    expect((await stat((await listBackups(path))[0] ?? '')).mode & 0o777).toBe(0o600)
  })

  test('of another file cannot be asked for', async () => {
    const path = join(await temporaryDirectory(), 'config.json')
    await writeFile(path, '{}')
    await expect(restoreBackup({ path, name: '../../etc/passwd', now: () => 0 })).rejects.toThrow('There is no such copy.')
    expect(await readFile(path, 'utf8')).toBe('{}')
  })
})
