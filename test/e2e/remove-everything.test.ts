import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endsBy } from '../support/app/processes'
import { claudeConfigFile, openView, runVitrine, typeConnection, type RunningVitrine } from '../support/app/vitrine'
import { keychainItems } from '../support/desktop/keychain-items'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

describe('removing everything', () => {
  let sample: SampleOdoo
  let vitrine: RunningVitrine

  beforeAll(async () => {
    sample = await startSampleOdoo({ version: 19 })
    vitrine = await runVitrine()
    await mkdir(path.dirname(claudeConfigFile(vitrine.desktop.home)), { recursive: true })
    await writeFile(claudeConfigFile(vitrine.desktop.home), '{\n  "mcpServers": {},\n  "theme": "dark"\n}\n')
    await vitrine.start()
  })
  afterAll(async () => {
    await vitrine.stop()
    await sample.close()
  })

  const inHome = (...parts: string[]): string => path.join(vitrine.desktop.home, ...parts)

  it('leaves nothing of ours in clients, keychain and folders, and names what is for a person to do', async () => {
    const page = vitrine.page()
    await typeConnection(page, { name: 'Northwind', ...sample })
    await vitrine.tray.until(async () => ((await vitrine.tray.toolTip()).includes('can look into Northwind') ? true : undefined))
    expect(await page.evaluate(() => window.vitrine.applyClient({ clientId: 'claude-desktop', action: 'register' }))).toEqual({ ok: true })
    expect(await page.evaluate(() => window.vitrine.changeSettings({ change: { startAtLogin: true } }))).toEqual({ ok: true })
    const foreign = inHome('.cursor', 'mcp.json')
    await mkdir(path.dirname(foreign), { recursive: true })
    await writeFile(foreign, '{ "mcpServers": { "vitrine-odoo": { "command": "npx", "args": ["somebody-else"] } } }')
    expect(await readFile(claudeConfigFile(vitrine.desktop.home), 'utf8')).toContain('vitrine-odoo')
    expect(existsSync(inHome('.config', 'autostart', 'vitrine.desktop'))).toBe(true)
    expect((await keychainItems(vitrine.desktop)).length).toBeGreaterThan(1)

    await openView(page, 'Settings')
    await page.getByRole('button', { name: 'Remove everything…' }).click()
    const dialog = page.getByRole('alertdialog', { name: 'Remove everything Vitrine has set up' })
    await dialog.getByText('Our entry in Claude Desktop').waitFor()
    await dialog.getByText('The connection Northwind and its key in the keychain').waitFor()
    await dialog.getByRole('button', { name: 'Remove and quit' }).click()
    await dialog.getByText('Not everything could be removed.').waitFor()
    await dialog.getByText(`Cursor: look into ${foreign} yourself`).waitFor()
    expect(await dialog.getByRole('listitem').count()).toBe(1)
    expect(await endsBy(vitrine.app(), () => dialog.getByRole('button', { name: 'Quit Vitrine' }).click())).toBe(0)

    expect(await keychainItems(vitrine.desktop)).toEqual([])
    expect(JSON.parse(await readFile(claudeConfigFile(vitrine.desktop.home), 'utf8'))).toEqual({ mcpServers: {}, theme: 'dark' })
    expect(await readFile(foreign, 'utf8')).toContain('somebody-else')
    expect(existsSync(inHome('.vitrine'))).toBe(false)
    expect(existsSync(inHome('.config', 'autostart', 'vitrine.desktop'))).toBe(false)
    expect(existsSync(inHome('.config', 'Vitrine'))).toBe(false)
  })

  it('is a first start afterwards', async () => {
    await vitrine.start()
    await vitrine.page().getByRole('form', { name: 'Connect an Odoo' }).waitFor()
    expect(await vitrine.page().evaluate(() => window.vitrine.getActivity({ filter: {}, limit: 1 }))).toEqual({ events: [], total: 0 })
  })
})
