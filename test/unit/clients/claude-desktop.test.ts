import { describe, expect, test } from 'vitest'
import { claudeDesktop } from '../../../src/clients/client-table'
import { entryFor, entryProblems, isOurEntry } from '../../../src/clients/entry'
import { diskProbe } from '../../../src/clients/file-probe'
import { locateClient, type FileProbe } from '../../../src/clients/client-places'
import { planRegistration } from '../../../src/clients/plan'
import { registrationStatus, type RegistrationFacts } from '../../../src/clients/status'

/** A disk that holds these files, and the directories they imply. */
function disk(...files: string[]): FileProbe {
  const isIn = (directory: string) => (file: string) => file.startsWith(`${directory}/`) || file.startsWith(`${directory}\\`)
  return {
    exists: async (path) => files.includes(path) || files.some(isIn(path)),
    list: async (path) => [...new Set(files.filter(isIn(path)).map((file) => file.slice(path.length + 1).split(/[\\/]/)[0] ?? ''))],
  }
}

describe('where Claude Desktop keeps its configuration', () => {
  const mac = { platform: 'darwin', env: {}, homeDir: '/Users/anna' } as const
  const windows = {
    platform: 'win32',
    env: { APPDATA: 'C:\\Users\\Anna\\AppData\\Roaming', LOCALAPPDATA: 'C:\\Users\\Anna\\AppData\\Local' },
    homeDir: 'C:\\Users\\Anna',
  } as const
  const linux = { platform: 'linux', env: {}, homeDir: '/home/anna' } as const
  const macFile = '/Users/anna/Library/Application Support/Claude/claude_desktop_config.json'
  const classicFile = 'C:\\Users\\Anna\\AppData\\Roaming\\Claude\\claude_desktop_config.json'
  const packagedFile = 'C:\\Users\\Anna\\AppData\\Local\\Packages\\Claude_pzs8sxrjxfjjc\\LocalCache\\Roaming\\Claude\\claude_desktop_config.json'

  test('on macOS', async () => {
    expect(await locateClient(mac, claudeDesktop, disk(macFile))).toEqual({
      locations: [{ path: macFile, kind: 'classic', exists: true, live: true }],
      installed: true,
    })
  })

  test('on Linux, where it may be configured', async () => {
    const at = async (env: Record<string, string>) => (await locateClient({ ...linux, env }, claudeDesktop, disk())).locations[0].path
    expect(await at({})).toBe('/home/anna/.config/Claude/claude_desktop_config.json')
    expect(await at({ XDG_CONFIG_HOME: '/data/config' })).toBe('/data/config/Claude/claude_desktop_config.json')
    expect(await at({ XDG_CONFIG_HOME: 'relative' })).toBe('/home/anna/.config/Claude/claude_desktop_config.json')
  })

  test('on Windows, the classic way', async () => {
    expect(await locateClient(windows, claudeDesktop, disk(classicFile))).toEqual({
      locations: [{ path: classicFile, kind: 'classic', exists: true, live: true }],
      installed: true,
    })
  })

  test('on Windows, from a package, with the classic file as a decoy', async () => {
    expect(await locateClient(windows, claudeDesktop, disk(classicFile, packagedFile))).toEqual({
      locations: [
        { path: packagedFile, kind: 'packaged', exists: true, live: true },
        { path: classicFile, kind: 'classic', exists: true, live: false },
      ],
      installed: true,
    })
  })

  test('on Windows, from a package that was not started yet, whatever the publisher is called', async () => {
    const packages = 'C:\\Users\\Anna\\AppData\\Local\\Packages'
    const probe = disk(`${packages}\\Claude_0abc\\x`, `${packages}\\ClaudeOther_0abc\\x`, `${packages}\\Other.Claude_1\\x`)
    const { locations, installed } = await locateClient({ ...windows, env: {} }, claudeDesktop, probe)
    expect(locations.map(({ path, exists, live }) => ({ path, exists, live }))).toEqual([
      { path: `${packages}\\Claude_0abc\\LocalCache\\Roaming\\Claude\\claude_desktop_config.json`, exists: false, live: true },
      { path: classicFile, exists: false, live: false },
    ])
    expect(installed).toBe(true)
  })

  test('on Windows, from a package that has no file of its own yet, where an earlier installation left one', async () => {
    const packages = 'C:\\Users\\Anna\\AppData\\Local\\Packages'
    const { locations } = await locateClient(windows, claudeDesktop, disk(classicFile, `${packages}\\Claude_0abc\\x`))
    expect(locations[0]).toEqual({ path: classicFile, kind: 'classic', exists: true, live: true })
  })

  test('when it is not installed', async () => {
    for (const host of [mac, windows, linux]) {
      const { installed, locations } = await locateClient(host, claudeDesktop, disk())
      expect(installed).toBe(false)
      expect(locations.filter(({ live }) => live)).toHaveLength(1)
    }
  })

  test('on the real disk nothing is made up', async () => {
    expect(await diskProbe.exists('/nowhere/at/all')).toBe(false)
    expect(await diskProbe.list('/nowhere/at/all')).toEqual([])
    expect(await diskProbe.list(__dirname)).toContain('golden')
  })
})

describe('our entry', () => {
  test('starts the relay for Claude Desktop and holds nothing else', () => {
    expect(entryFor(claudeDesktop, { command: '/opt/Vitrine/vitrine-relay' })).toEqual({
      command: '/opt/Vitrine/vitrine-relay',
      args: ['--client', 'claude-desktop'],
    })
  })

  test.each([
    { command: '/opt/Vitrine/vitrine-relay', args: ['--client', 'claude-desktop'] },
    { command: 'C:\\Programs\\Vitrine\\vitrine-relay.exe', args: ['--client', 'claude-desktop'] },
    { command: 'C:/Programs/Vitrine/Vitrine-Relay.EXE', args: ['--verbose', '--client', 'claude-desktop'], env: { A: '1' } },
    { command: '/usr/bin/node', args: ['/src/vitrine/out/relay.cjs', '--client', 'claude-desktop'] },
  ])('is known again: %j', (value) => {
    expect(isOurEntry(claudeDesktop, value)).toBe(true)
  })

  test.each([
    null,
    'vitrine-relay',
    { command: '/opt/Vitrine/vitrine-relay' },
    { command: '/opt/Vitrine/vitrine-relay', args: ['--client'] },
    { command: '/opt/Vitrine/vitrine-relay', args: ['--client', 'cursor'] },
    { command: '/opt/Vitrine/vitrine-relay', args: ['claude-desktop', '--client'] },
    { command: '/opt/vitrine-relay/other', args: ['--client', 'claude-desktop'] },
    { command: 'npx', args: ['vitrine', '--client', 'claude-desktop'] },
    { command: '/usr/bin/node', args: ['--client', 'claude-desktop', '/out/relay.cjs'] },
    { url: 'http://localhost:1234/mcp' },
  ])('is not taken for another one: %j', (value) => {
    expect(isOurEntry(claudeDesktop, value)).toBe(false)
  })

  test.each([
    ['linux', { command: '/opt/Vitrine/vitrine-relay', args: [] }, []],
    ['linux', { command: 'vitrine-relay', args: [] }, ['not_absolute']],
    ['linux', { command: '/tmp/.mount_VitrinAbC/vitrine-relay', args: [] }, ['mount_point']],
    ['darwin', { command: '/private/var/folders/x/AppTranslocation/Y/d/Vitrine.app/vitrine-relay', args: [] }, ['translocated']],
    ['darwin', { command: '/Applications/My Apps/Vitrine.app/vitrine-relay', args: [] }, []],
    ['win32', { command: 'C:\\Vitrine\\vitrine-relay.exe', args: ['--client', 'claude-desktop'] }, []],
    ['win32', { command: 'C:\\Program Files\\Vitrine\\vitrine-relay.exe', args: [] }, ['space_in_path']],
    ['win32', { command: 'C:\\Vitrine\\relay.cmd', args: [] }, ['not_an_executable']],
    ['win32', { command: '\\Vitrine\\vitrine-relay.exe', args: [] }, ['not_absolute']],
  ] as const)('on %s, %j has the problems %j', (platform, entry, problems) => {
    expect(entryProblems(entry, platform)).toEqual(problems)
  })
})

describe('the state of the registration', () => {
  const entry = entryFor(claudeDesktop, { command: '/opt/Vitrine/vitrine-relay' })
  const plan = planRegistration(claudeDesktop, '{"theme":"dark"}', entry)
  const registered = 'after' in plan ? plan.after : ''
  const state = (facts: Partial<RegistrationFacts>) =>
    registrationStatus({ client: claudeDesktop, config: { text: registered }, entry, wasRegistered: true, commandExists: true, ...facts })

  test.each([
    ['registered', {}],
    ['stale_path', { commandExists: false }],
    ['stale_path', { entry: entryFor(claudeDesktop, { command: '/new/place/vitrine-relay' }) }],
    ['stale_path', { entry: { ...entry, args: ['--new', ...entry.args] } }],
    ['overwritten', { config: { text: '{"theme":"dark"}' } }],
    ['overwritten', { config: { text: '' } }],
    ['missing', { config: { text: null } }],
    ['not_registered', { config: { text: '{"theme":"dark"}' }, wasRegistered: false }],
    ['not_registered', { config: { text: null }, wasRegistered: false }],
    ['foreign_entry', { config: { text: '{"mcpServers":{"vitrine-odoo":{"command":"npx","args":["x"]}}}' } }],
    ['foreign_entry', { config: { text: '{"mcpServers":{"vitrine-odoo":null}}' } }],
    ['unreadable', { config: { text: '{"mcpServers":' } }],
    ['unreadable', { config: { text: '{"mcpServers":[]}' } }],
    ['unreadable', { config: 'unreadable' }],
  ] as const)('is %s for %j', (expected, facts) => {
    expect(state(facts)).toBe(expected)
  })
})
