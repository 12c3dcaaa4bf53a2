import { describe, expect, test } from 'vitest'
import { findClaude } from '../../../src/clients/claude-program'
import { claudeDesktop, clientRow, clientTable } from '../../../src/clients/client-table'
import { thisMachine } from '../../../src/clients/machine-look'
import { processesOf, runningPrograms } from '../../../src/clients/running'
import type { Host } from '../../../src/host/host'
import { scriptedMachine } from '../../support/scripted-machine'

const names = clientTable.flatMap(({ program }) => program?.names ?? [])

async function running(platform: Host['platform'], clientId: string, machine: ReturnType<typeof scriptedMachine>) {
  const client = clientRow(clientId)
  const programs = await runningPrograms(platform, names, machine)
  if (client === null || programs === 'unknown') return 'unknown'
  return processesOf(client, platform, programs)
}

describe('a running client', () => {
  test('on macOS is not taken for its helpers, nor for a program named alike', async () => {
    const machine = scriptedMachine({
      runs: {
        '/bin/ps': ['  401 /Applications/Claude.app/Contents/MacOS/Claude', '  402 /Applications/Claude.app/Contents/Frameworks/Claude Helper.app/Contents/MacOS/Claude Helper', '  501 claude', '  502 /Applications/Cursor.app/Contents/MacOS/Cursor', ''].join('\n'),
      },
    })
    expect(await running('darwin', 'claude-desktop', machine)).toEqual([401])
    expect(await running('darwin', 'claude-code', machine)).toEqual([501])
    expect(await running('darwin', 'cursor', machine)).toEqual([502])
    expect(await running('darwin', 'codex', machine)).toEqual([])
  })

  test.each([
    ['classic', 'C:\\Users\\Anna\\AppData\\Local\\AnthropicClaude\\app-1.9659.2\\claude.exe'],
    ['packaged', 'C:\\Program Files\\WindowsApps\\Claude_1.13576.0.0_x64__pzs8sxrjxfjjc\\app\\Claude.exe'],
  ])('on Windows, %s, is told from Claude Code by its path', async (_, path) => {
    const machine = scriptedMachine({
      runs: {
        tasklist: '"System","4","Services","0","1 K"\r\n"Claude.exe","401","Console","1","9 K"\r\n"claude.exe","402","Console","1","9 K"\r\n',
        powershell: `401 ${path}\r\n402 C:\\Users\\Anna\\.local\\bin\\claude.exe\r\n`,
      },
    })
    expect(await running('win32', 'claude-desktop', machine)).toEqual([401])
    expect(await running('win32', 'claude-code', machine)).toEqual([402])
    expect(machine.asked.at(-1)).toContain('Get-Process -Id 401,402 ')
  })

  test('on Windows asks for no paths when nothing of that name runs', async () => {
    const machine = scriptedMachine({ runs: { tasklist: '"System","4","Services","0","1 K"\r\n' } })
    expect(await running('win32', 'claude-desktop', machine)).toEqual([])
    expect(machine.asked).toEqual(['tasklist /NH /FO CSV'])
  })

  test.each([
    ['/usr/lib/claude-desktop/node_modules/electron/dist/electron --disable-features=X /usr/lib/claude-desktop/node_modules/electron/dist/resources/app.asar', true],
    ['/tmp/.mount_claudeAw0754/usr/lib/node_modules/electron/dist/electron --no-sandbox /tmp/.mount_claudeAw0754/usr/lib/node_modules/electron/dist/resources/app.asar', true],
    ['/opt/Claude/claude-desktop', true],
    ['/usr/lib/claude-desktop/node_modules/electron/dist/electron --type=zygote', false],
    ['/tmp/.mount_claudeiXN8ff/usr/lib/node_modules/electron/dist/electron /tmp/.mount_claudeiXN8ff/usr/lib/node_modules/electron/dist/resources/app.asar.unpacked/cowork-vm-service.js', false],
    ['/usr/lib/slack/electron /usr/lib/slack/resources/app.asar', false],
    ['claude --resume', false],
    ['bash /usr/bin/claude-desktop', false],
  ])('on Linux: %s', async (command, isClaude) => {
    const machine = scriptedMachine({ files: { '/proc/401/cmdline': `${command.split(' ').join('\0')}\0`, '/proc/self/cmdline': '' } })
    expect(await running('linux', 'claude-desktop', machine)).toEqual(isClaude ? [401] : [])
  })

  test.each(['linux', 'darwin', 'win32'] as const)('is not known of where %s does not tell', async (platform) => {
    expect(await runningPrograms(platform, names, scriptedMachine({}))).toBe('unknown')
  })

  test('is found on the real machine', async () => {
    const { platform } = process
    if (platform !== 'linux') return
    expect(await runningPrograms('linux', ['node'], thisMachine)).toContainEqual({ pid: process.pid, command: expect.stringMatching(/^\S*node /) })
  })
})

describe('Claude Desktop as a program', () => {
  const anna = { env: {}, homeDir: '/home/anna' }
  const find = (platform: Host['platform'], machine: ReturnType<typeof scriptedMachine>, command?: string) => {
    const homeDir = { linux: '/home/anna', darwin: '/Users/anna', win32: 'C:\\Users\\Anna' }[platform]
    return findClaude({ ...anna, platform, homeDir }, command === undefined ? [] : [{ pid: 1, command }], machine)
  }
  const plist = '<dict><key>CFBundleName</key><string>Claude</string>\n<key>CFBundleShortVersionString</key>\n\t<string>1.9659.2</string></dict>'

  test('on macOS stands in one of two folders, its version in its property list', async () => {
    for (const folder of ['/Applications', '/Users/anna/Applications']) {
      const machine = scriptedMachine({ files: { [`${folder}/Claude.app/Contents/Info.plist`]: plist } })
      expect(await find('darwin', machine)).toEqual({ installed: true, version: '1.9659.2' })
    }
    expect(await find('darwin', scriptedMachine({ files: { '/Applications/Claude.app/Contents/Info.plist': 'bplist00' } }))).toEqual({ installed: true, version: null })
  })

  test('on Windows, classic, is the newest of the versions that its updater keeps', async () => {
    const folder = 'C:\\Users\\Anna\\AppData\\Local\\AnthropicClaude'
    const machine = scriptedMachine({ files: { [`${folder}\\app-0.9.3\\claude.exe`]: '', [`${folder}\\app-0.14.10\\claude.exe`]: '', [`${folder}\\packages\\RELEASES`]: '' } })
    expect(await find('win32', machine)).toEqual({ installed: true, version: '0.14.10' })
  })

  test('on Windows, packaged, tells its version by the path of its process', async () => {
    const command = 'C:\\Program Files\\WindowsApps\\Claude_1.13576.0.0_x64__pzs8sxrjxfjjc\\app\\Claude.exe'
    expect(await find('win32', scriptedMachine({}), command)).toEqual({ installed: true, version: '1.13576.0.0' })
  })

  test('on Linux is known by its desktop entry, and its version by whoever installed it', async () => {
    const entry = '/usr/share/applications/claude-desktop.desktop'
    const own = '/home/anna/.local/share/applications/claude-desktop.desktop'
    expect(await find('linux', scriptedMachine({ files: { [entry]: '[Desktop Entry]' }, runs: { 'dpkg-query': '1.6608.2-2.0.10' } }))).toEqual({ installed: true, version: '1.6608.2-2.0.10' })
    expect(await find('linux', scriptedMachine({ files: { [entry]: '' }, runs: { rpm: '1.6608.2' } }))).toEqual({ installed: true, version: '1.6608.2' })
    expect(await find('linux', scriptedMachine({ files: { [own]: 'Exec=x\nX-AppImage-Version=1.7\n' } }))).toEqual({ installed: true, version: '1.7' })
    expect(await find('linux', scriptedMachine({ files: { [own]: 'Exec=x' } }))).toEqual({ installed: true, version: null })
  })

  test.each(['linux', 'darwin', 'win32'] as const)('is not made up on %s', async (platform) => {
    expect(await find(platform, scriptedMachine({}))).toEqual({ installed: false, version: null })
  })

  test('needs a restart, as its row says', () => {
    expect(claudeDesktop.program).toBeDefined()
  })
})
