import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { once } from 'node:events'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appProcesses, endsBy, spawnApp } from '../support/app/processes'
import { endpointFile, runVitrine, type RunningVitrine } from '../support/app/vitrine'
import { findMenuItem } from '../support/desktop/tray-menu'

describe('the life of the application', () => {
  let vitrine: RunningVitrine

  beforeAll(async () => {
    vitrine = await runVitrine()
    await vitrine.start()
  })
  afterAll(() => vitrine.stop())

  const isVisible = (): Promise<boolean | undefined> => vitrine.app().evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())
  const closeWindow = (): Promise<void> =>
    vitrine.app().evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.close()
    })
  const quit = (): Promise<void> => vitrine.tray.click('Quit')
  const pid = (): number => vitrine.app().process().pid ?? 0

  /** That no process stays is what `endsBy` waits for. */
  const expectNothingLeft = async (): Promise<void> => {
    const runDirectory = path.dirname(endpointFile(vitrine.desktop.home))
    expect((await readdir(runDirectory)).filter((name) => name !== 'announcement.json')).toEqual([])
  }

  it('goes on in the tray when its window is closed', async () => {
    await closeWindow()
    expect(await isVisible()).toBe(false)
    expect(existsSync(endpointFile(vitrine.desktop.home))).toBe(true)
    expect(findMenuItem(await vitrine.tray.menu(), 'Open Vitrine')).toMatchObject({ enabled: true })
  })

  it('shows its window when it is started a second time, and the second one ends', async () => {
    expect(await isVisible()).toBe(false)
    await vitrine.app().evaluate(({ BrowserWindow }) => {
      const shown = new Promise((resolve) => BrowserWindow.getAllWindows()[0]?.once('show', () => { resolve(true) }))
      Object.assign(globalThis, { shown })
    })
    const second = await spawnApp(vitrine.desktop)
    const [code] = (await once(second, 'exit')) as [number | null]
    expect(code).toBe(0)
    expect(await vitrine.app().evaluate(() => Reflect.get(globalThis, 'shown') as Promise<boolean>)).toBe(true)
    expect(await vitrine.app().evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })

  it('shows the view that a link names when it is opened, and none that it does not have', async () => {
    const heading = vitrine.page().getByRole('heading', { level: 1 })
    const open = async (link: string): Promise<void> => {
      await once(await spawnApp(vitrine.desktop, [link]), 'exit')
    }
    await open('vitrine://open/settings')
    await heading.filter({ hasText: 'Settings' }).waitFor()
    await open('vitrine://open/elsewhere')
    await open('vitrine://open/activity')
    await heading.filter({ hasText: 'Activity' }).waitFor()
  })

  it('starts at login when the tray says so, and no longer when it does not', async () => {
    const file = path.join(vitrine.desktop.home, '.config', 'autostart', 'vitrine.desktop')
    const isChecked = async (): Promise<boolean | undefined> => findMenuItem(await vitrine.tray.menu(), 'Start at login')?.checked

    await vitrine.tray.click('Start at login')
    await vitrine.tray.until(async () => ((await isChecked()) ? true : undefined))
    const entry = await readFile(file, 'utf8')
    expect(entry).toMatch(/^\[Desktop Entry\]\nType=Application\n/)
    expect(entry).toMatch(/^Exec="\/[^"]+" .*"--hidden"$/m)

    await vitrine.tray.click('Start at login')
    await vitrine.tray.until(async () => ((await isChecked()) ? undefined : true))
    expect(existsSync(file)).toBe(false)
  })

  it('makes a new window when the page of the old one has died', async () => {
    await vitrine.app().evaluate(async ({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0]
      const closed = new Promise((resolve) => window?.once('closed', () => { resolve(true) }))
      window?.webContents.forcefullyCrashRenderer()
      await closed
    })
    const opened = vitrine.app().waitForEvent('window')
    await vitrine.tray.click('Open Vitrine')
    await (await opened).getByRole('heading', { level: 1 }).waitFor()
  })

  it('ends by Quit in the tray with every process, its socket and its endpoint file', async () => {
    // The window is open and was moved just before: that too is remembered.
    await vitrine.app().evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 111, y: 77, width: 934, height: 613 })
    })
    expect((await appProcesses(vitrine.app())).length).toBeGreaterThan(3)
    expect(await endsBy(vitrine.app(), quit)).toBe(0)
    await expectNothingLeft()
  })

  it('starts into the tray alone when the system starts it, and opens where it was left', async () => {
    await vitrine.startHidden()
    await vitrine.tray.until(async () => findMenuItem(await vitrine.tray.menu(), 'Open Vitrine'))
    expect(vitrine.app().windows()).toEqual([])

    const opened = vitrine.app().waitForEvent('window')
    await vitrine.tray.click('Open Vitrine')
    await (await opened).getByRole('heading', { level: 1 }).waitFor()
    const bounds = await vitrine.app().evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
    expect(bounds).toEqual({ x: 111, y: 77, width: 934, height: 613 })
    await endsBy(vitrine.app(), quit)
  })

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('ends as properly by %s', async (signal) => {
    await vitrine.startHidden()
    expect(await endsBy(vitrine.app(), () => process.kill(pid(), signal))).toBe(0)
    await expectNothingLeft()
  })
})
