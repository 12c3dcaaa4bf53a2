import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import type { ElectronApplication } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDesktop, type Desktop } from '../support/desktop/desktop'
import { keychainItems, lockKeychain } from '../support/desktop/keychain-items'
import { launchApp } from '../support/desktop/launch-app'
import { startTrayHost, type TrayHost } from '../support/desktop/tray-host'
import { findMenuItem, menuLabels } from '../support/desktop/tray-menu'

const directory = new URL('../support/desktop/fixture-app', import.meta.url).pathname

describe('the desktop that tests run on', () => {
  let desktop: Desktop
  let tray: TrayHost
  let app: ElectronApplication

  beforeAll(async () => {
    desktop = await startDesktop()
    tray = await startTrayHost(desktop)
    app = await launchApp(desktop, { directory })
  })
  afterAll(async () => {
    await app.close()
    tray.stop()
    await desktop.stop()
  })

  const menuWith = (label: string) =>
    tray.until(async () => {
      const menu = await tray.menu()
      return findMenuItem(menu, label) && menu
    })

  it('shows the application the temporary home and gives it a window', async () => {
    expect(await app.evaluate(({ app: electron }) => electron.getPath('home'))).toBe(desktop.home)
    const window = await app.firstWindow()
    expect(await window.title()).toBe('Fixture')
  })

  it('reads the tray as a panel draws it', async () => {
    const menu = await menuWith('Connect')
    expect(menuLabels(menu)).toEqual(['It is off', 'Connect', '—', 'Start at login', 'Connections', 'Quit'])
    expect(findMenuItem(menu, 'It is off')).toMatchObject({ enabled: false, checked: undefined })
    expect(findMenuItem(menu, 'Start at login')).toMatchObject({ enabled: true, checked: false })
    expect(findMenuItem(menu, 'R&D_team')).toMatchObject({ checked: true })
    expect(await tray.toolTip()).toBe('Disconnected')
    expect(await tray.icon()).toMatchObject({ width: 22, height: 22 })
  })

  it('clicks in the tray menu and sees menu, tooltip, icon and keychain change', async () => {
    const iconBefore = await tray.icon()
    await tray.click('Connect')
    await menuWith('Disconnect')
    await tray.until(async () => ((await tray.toolTip()) === 'Connected' ? true : undefined))
    expect((await tray.icon()).digest).not.toBe(iconBefore.digest)
    expect(await keychainItems(desktop)).toEqual([{ service: 'fixture', account: 'connection:one' }])
    expect(await app.evaluate(() => (globalThis as unknown as { readSecret: () => unknown }).readSecret())).toBe('a secret')

    await tray.click('Disconnect')
    await menuWith('Connect')
    expect(await keychainItems(desktop)).toEqual([])
  })

  it('refuses to click what is absent or disabled', async () => {
    await expect(tray.click('It is off')).rejects.toThrow('cannot be clicked')
    await expect(tray.click('Format disk')).rejects.toThrow('cannot be clicked')
  })
})

describe('the keychain of a test desktop', () => {
  const script = `
    const keytar = require('keytar')
    keytar.setPassword('probe', 'account', 'secret').then(() => console.log('stored'), (error) => console.log('refused: ' + error.message))
  `
  const storeSomething = async (desktop: Desktop): Promise<string> =>
    (await promisify(execFile)(process.execPath, ['-e', script], { env: desktop.env })).stdout.trim()

  it('refuses when it is locked', async () => {
    const desktop = await startDesktop()
    expect(await storeSomething(desktop)).toBe('stored')
    await lockKeychain(desktop)
    expect(await storeSomething(desktop)).toContain('refused')
    await desktop.stop()
  })

  it('is not there when it is left out, and nothing starts one', async () => {
    const desktop = await startDesktop({ keychain: 'absent' })
    expect(await storeSomething(desktop)).toContain('refused')
    await desktop.stop()
  })

  it('leaves no file behind', async () => {
    const desktop = await startDesktop()
    await desktop.stop()
    expect(existsSync(desktop.home)).toBe(false)
  })
})
