import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import axe from 'axe-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseProvision } from '../../src/provisioning/parse'
import { spawnApp } from '../support/app/processes'
import { openView, runVitrine, type RunningVitrine } from '../support/app/vitrine'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

/** A file with a space in its name, as people have them. */
const FILE = 'North wind.vitrine'

describe('a connection file from a consultant', () => {
  let vitrine: RunningVitrine
  let sample: SampleOdoo
  const settingsFile = (): string => path.join(vitrine.desktop.home, '.config', 'Vitrine', 'settings.json')
  const given = (name = FILE): string => path.join(vitrine.desktop.home, name)
  const dialog = () => vitrine.page().getByRole('alertdialog')

  async function write(changes: Readonly<Record<string, unknown>> = {}, name = FILE): Promise<string> {
    const policy = { version: 2, models: { presets: ['contacts', 'sales'], others: 'refuse' } }
    await writeFile(given(name), JSON.stringify({ version: 1, name: 'Northwind', url: sample.url, database: sample.db, login: sample.login, policy, ...changes }, null, 2))
    return given(name)
  }

  beforeAll(async () => {
    sample = await startSampleOdoo({ version: 19 })
    vitrine = await runVitrine()
    const file = await write()
    await vitrine.start(['--provision', file], 'dialog')
  })
  afterAll(async () => {
    await vitrine.stop()
    await sample.close()
  })

  it('that Vitrine is started with is shown first, and asks nothing of the Odoo', async () => {
    await dialog().getByText(sample.url, { exact: true }).waitFor()
    await dialog().getByText('Every other model is refused. Until now it asks first.').waitFor()
    expect(sample.calls).toEqual([])
    await vitrine.page().evaluate(axe.source)
    const violations = await vitrine.page().evaluate(async () => (await (globalThis as unknown as { axe: typeof axe }).axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(', ')}`))
    expect(violations).toEqual([])
  })

  it('changes nothing when it is cancelled', async () => {
    await dialog().getByRole('button', { name: 'Cancel' }).click()
    await dialog().waitFor({ state: 'detached' })
    expect(await readFile(settingsFile(), 'utf8').catch(() => '')).not.toContain('Northwind')
  })

  it('is shown by the running Vitrine when it is opened by a double click, also where paths are relative', async () => {
    // As a file manager of Linux hands it over.
    await once(await spawnApp(vitrine.desktop, [pathToFileURL(given()).href]), 'exit')
    await dialog().getByRole('heading', { name: /^Connect to / }).waitFor()
    await vitrine.page().keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    await once(await spawnApp(vitrine.desktop, ['--provision', FILE], vitrine.desktop.home), 'exit')
    await dialog().getByRole('heading', { name: /^Connect to / }).waitFor()
  })

  it('connects with the key that is typed, and its rules hold', async () => {
    await dialog().getByLabel(/^API key/).fill(sample.apiKey)
    await dialog().getByRole('button', { name: 'Accept and connect' }).click()
    await vitrine.tray.until(async () => ((await vitrine.tray.toolTip()).includes('can look into') ? true : undefined))
    const settings = await readFile(settingsFile(), 'utf8')
    expect(JSON.parse(settings)).toMatchObject({ connections: [{ name: 'Northwind' }], policy: { models: { presets: ['contacts', 'sales'], others: 'refuse' } } })
    expect(settings).not.toContain(sample.apiKey)
    await dialog().waitFor({ state: 'detached' })
  })

  it('that would open more is marked, and opens nothing before it was chosen', async () => {
    await once(await spawnApp(vitrine.desktop, [await write({ policy: { version: 2, models: { others: 'allow' } } }, 'more.vitrine.json')]), 'exit')
    await dialog().getByRole('heading', { name: 'Bring Northwind up to date?' }).waitFor()
    await dialog().getByText('Every other model is allowed. Until now it is refused.').waitFor()
    await dialog().getByRole('button', { name: 'Accept' }).click()
    await dialog().getByRole('alert').waitFor()
    await dialog().getByRole('button', { name: 'Cancel' }).click()
    await dialog().waitFor({ state: 'detached' })
    expect(JSON.parse(await readFile(settingsFile(), 'utf8'))).toMatchObject({ policy: { models: { others: 'refuse' } } })
  })

  it('with a secret in it is refused, and the secret is nowhere', async () => {
    const canary = 'canary-0f-a-provisioning-file'
    await once(await spawnApp(vitrine.desktop, [await write({ apiKey: canary }, 'secret.vitrine')]), 'exit')
    const refusal = vitrine.page().getByRole('dialog')
    await refusal.getByText('Vitrine takes no secret from a file.', { exact: false }).waitFor()
    expect(await vitrine.page().content()).not.toContain(canary)
    expect(await readFile(path.join(vitrine.desktop.home, '.config', 'Vitrine', 'logs', 'vitrine.log'), 'utf8')).not.toContain(canary)
    await refusal.getByRole('button', { name: 'Close' }).click()
    await refusal.waitFor({ state: 'detached' })
  })

  it('is made for somebody else where the user says, without a secret', async () => {
    const target = given('for jan.vitrine')
    await vitrine.app().evaluate(({ dialog: dialogs }, filePath) => {
      Object.assign(dialogs, { showSaveDialog: () => Promise.resolve({ canceled: false, filePath }) })
    }, target)
    await openView(vitrine.page(), 'Connections')
    await vitrine.page().getByRole('button', { name: 'Save for someone else…' }).click()
    const form = vitrine.page().getByRole('dialog')
    await form.getByRole('textbox', { name: 'Their login in Odoo' }).fill('jan@northwind.example')
    await form.getByRole('region', { name: 'The whole file' }).getByText('jan@northwind.example').waitFor()
    await form.getByRole('button', { name: 'Save the file…' }).click()
    await form.waitFor({ state: 'detached' })
    const text = await readFile(target, 'utf8')
    expect(parseProvision(text)).toMatchObject({ ok: true, provision: { name: 'Northwind', login: 'jan@northwind.example', policy: { models: { others: 'refuse' } } } })
    expect(text).not.toContain(sample.apiKey)
  })

  it('is offered when it is chosen in the window', async () => {
    await vitrine.page().getByLabel('Open a connection file…').and(vitrine.page().locator('input')).setInputFiles(await write({ name: 'Chosen', login: 'jan' }, 'chosen.vitrine'))
    await dialog().getByText('Chosen', { exact: true }).waitFor()
    await dialog().getByRole('button', { name: 'Cancel' }).click()
    await dialog().waitFor({ state: 'detached' })
  })
})
