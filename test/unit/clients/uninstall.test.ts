import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { thisMachine, type MachineLook } from '../../../src/clients/machine-look'
import type { Host } from '../../../src/host/host'
import { uninstall } from '../../../src/uninstall/uninstall'
import { temporaryDirectory } from '../../support/temporary-directory'

const entry = (id: string) => ({ command: '/opt/Vitrine/resources/relay/vitrine-relay', args: ['--client', id] })

async function home(platform: Host['platform'] = 'linux', run: MachineLook['run'] = () => Promise.resolve(null)) {
  const homeDir = await temporaryDirectory()
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(homeDir, path)), { recursive: true })
    await writeFile(join(homeDir, path), text)
  }
  const go = (data: 'keep' | 'delete') => uninstall({ platform, env: {}, homeDir, now: () => Date.parse('2026-11-20T12:00:00Z') }, { data }, { ...thisMachine, run })
  return { homeDir, write, go, read: (path: string) => readFile(join(homeDir, path), 'utf8') }
}

describe('an uninstallation', () => {
  test('takes our entries and the start at login, and keeps every other value, the settings and the keys of clients', async () => {
    const { homeDir, write, go, read } = await home()
    await write('.cursor/mcp.json', `{ "mcpServers": { "notes": { "command": "x" }, "vitrine-odoo": ${JSON.stringify(entry('cursor'))} } } // mine`)
    await write('.codex/config.toml', 'model = "a"\n\n[mcp_servers.vitrine-odoo]\ncommand = "/opt/Vitrine/resources/relay/vitrine-relay"\nargs = ["--client", "codex"]\n')
    await write('.gemini/settings.json', '{ "mcpServers": { "vitrine-odoo": { "command": "npx", "args": [] } } }')
    await write('.config/autostart/vitrine.desktop', '[Desktop Entry]\nName=Vitrine\n')
    await write('.config/Vitrine/settings.json', '{}')
    await write('.vitrine/app.json', '{}')
    await write('.vitrine/clients/cursor.key', 'k')
    const { removals } = await go('keep')
    expect(removals.map(({ client, outcome }) => [client, outcome])).toEqual([['cursor', 'removed'], ['codex', 'removed'], ['gemini-cli', 'left']])
    expect(await read('.cursor/mcp.json')).toBe('{ "mcpServers": { "notes": { "command": "x" } } } // mine')
    expect(await read('.codex/config.toml')).toBe('model = "a"\n')
    expect(await read('.gemini/settings.json')).toContain('npx')
    expect(await readdir(join(homeDir, '.config', 'autostart'))).toEqual([])
    expect(await readdir(join(homeDir, '.vitrine'))).toEqual(['clients'])
    expect(await read('.config/Vitrine/settings.json')).toBe('{}')
  })

  test('takes settings, journal, keys and the items of the keychain only when told', async () => {
    const asked: string[] = []
    const { homeDir, write, go } = await home('linux', (program, args) => {
      asked.push([program, ...args].join(' '))
      return Promise.resolve(null)
    })
    await write('.config/Vitrine/settings.json', '{}')
    await write('.config/other/settings.json', '{}')
    await write('.vitrine/clients/cursor.key', 'k')
    expect((await go('keep')).keychain).toBe('kept')
    expect(asked).toEqual([])
    // Neither tool answers here, so that nobody knows.
    expect((await go('delete')).keychain).toBe('unknown')
    expect(asked).toEqual(['secret-tool clear service Vitrine for Odoo', 'secret-tool search service Vitrine for Odoo'])
    expect(await readdir(homeDir)).toEqual(['.config'])
    expect(await readdir(join(homeDir, '.config'))).toEqual(['other'])
  })

  test.each([
    ['the keyring is empty', '', 'cleared'],
    ['the keyring holds an item still', '[/org/freedesktop/secrets/1]\nlabel = x\n', 'unknown'],
    ['nobody can look', null, 'unknown'],
  ] as const)('says what became of the items when %s', async (_, found, keychain) => {
    const { go } = await home('linux', (_program, [word]) => Promise.resolve(word === 'search' ? found : null))
    expect(await go('delete')).toMatchObject({ keychain, left: [] })
  })

  test('asks the keychain of macOS until nothing of ours is left in it, and deletes on Windows what it lists as ours', async () => {
    let items = 3
    const mac = await home('darwin', () => Promise.resolve(items-- > 0 ? '' : null))
    await mac.go('delete')
    expect(items).toBe(-1)
    const deleted: string[] = []
    const windows = await home('win32', (_program, [word = '']) => {
      if (word !== '/list') deleted.push(word)
      const ours = deleted.length > 0 ? '' : '    Target: LegacyGeneric:target=Vitrine for Odoo/master-key\r\n'
      return Promise.resolve(`    Target: LegacyGeneric:target=git:https://x\r\n${ours}`)
    })
    expect(await windows.go('delete')).toMatchObject({ keychain: 'cleared' })
    expect(deleted).toEqual(['/delete:Vitrine for Odoo/master-key'])
  })

  test('leaves an autostart file that is not ours, and makes nothing where nothing was', async () => {
    const { homeDir, write, go, read } = await home()
    await write('.config/autostart/vitrine.desktop', '[Desktop Entry]\nName=Shop window\n')
    expect(await go('keep')).toEqual({ removals: [], left: [], keychain: 'kept' })
    expect(await read('.config/autostart/vitrine.desktop')).toContain('Shop window')
    expect(await readdir(homeDir)).toEqual(['.config'])
  })
})
