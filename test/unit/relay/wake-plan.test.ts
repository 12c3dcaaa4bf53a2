import { describe, expect, test } from 'vitest'
import { parseAppFile, planWake, type AppFile, type WakeFacts } from '../../../src/relay/wake-plan'

const app = (executable: string, args: readonly string[] = ['--hidden'], environment: AppFile['environment'] = {}): AppFile => ({ executable, args, environment })
const linux: WakeFacts = { platform: 'linux', homeDir: '/home/ana', userManager: null }
const macOs: WakeFacts = { platform: 'darwin', homeDir: '/Users/ana', userManager: null }
const windows: WakeFacts = { platform: 'win32', homeDir: String.raw`C:\Users\Ana`, userManager: null }

describe('the application is started', () => {
  test('on macOS by LaunchServices, in the background, as the bundle that it lies in', () => {
    expect(planWake(app('/Applications/My Tools/Vitrine.app/Contents/MacOS/Vitrine'), macOs)).toEqual({
      command: '/usr/bin/open',
      args: ['-g', '-a', '/Applications/My Tools/Vitrine.app', '--args', '--hidden'],
      env: { HOME: '/Users/ana' },
    })
  })

  test("on Linux by the user's systemd where it runs, which knows the session", () => {
    const userManager = { runtimeDir: '/run/user/1000', systemdRun: '/usr/bin/systemd-run' }
    expect(planWake(app('/home/ana/Vitrine.AppImage', ['--hidden'], { DISPLAY: ':7' }), { ...linux, userManager })).toEqual({
      command: '/usr/bin/systemd-run',
      args: ['--user', '--collect', '--quiet', '--', '/home/ana/Vitrine.AppImage', '--hidden'],
      env: { HOME: '/home/ana', XDG_RUNTIME_DIR: '/run/user/1000' },
    })
  })

  test('on Linux without it by a shell that leaves, with no word of ours read as a command', () => {
    const plan = planWake(app('/opt/a $(b)/"vitrine"', ['--hidden'], { DISPLAY: ':0', HOME: '/elsewhere' }), linux)
    expect(plan).toEqual({
      command: '/bin/sh',
      args: ['-c', '"$@" </dev/null >/dev/null 2>&1 &', 'vitrine', '/opt/a $(b)/"vitrine"', '--hidden'],
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', DISPLAY: ':0', HOME: '/home/ana' },
    })
  })

  test('on Windows by Explorer, outside of what a packaged client sees', () => {
    const executable = String.raw`C:\Users\Ana\AppData\Local\Programs\vitrine\Vitrine.exe`
    expect(planWake(app(executable, []), windows)).toEqual({ command: String.raw`C:\Windows\explorer.exe`, args: [executable], env: {} })
  })

  test('not at all on Windows when it needs arguments, which Explorer would not hand on', () => {
    expect(planWake(app(String.raw`C:\electron.exe`, [String.raw`C:\sources`]), windows)).toBeNull()
  })
})

describe('the file that names the application', () => {
  const whole = { version: 1, executable: '/opt/Vitrine/vitrine', args: ['--hidden'], environment: { DISPLAY: ':0' } }

  test('is read as it was written', () => {
    expect(parseAppFile(JSON.stringify(whole), 'linux')).toEqual({ executable: '/opt/Vitrine/vitrine', args: ['--hidden'], environment: { DISPLAY: ':0' } })
  })

  test.each([
    ['', 'linux'],
    ['[]', 'linux'],
    ['null', 'linux'],
    [JSON.stringify({ ...whole, version: 2 }), 'linux'],
    [JSON.stringify({ ...whole, executable: 'vitrine' }), 'linux'],
    [JSON.stringify({ ...whole, executable: './vitrine' }), 'darwin'],
    [JSON.stringify({ ...whole, executable: 'Vitrine.exe' }), 'win32'],
    [JSON.stringify({ ...whole, args: 'x' }), 'linux'],
    [JSON.stringify({ ...whole, args: [1] }), 'linux'],
    [JSON.stringify({ ...whole, environment: undefined }), 'linux'],
    [JSON.stringify({ ...whole, environment: { DISPLAY: 0 } }), 'linux'],
  ] as const)('starts nothing as %s on %s', (text, platform) => {
    expect(parseAppFile(text, platform)).toBeNull()
  })
})
