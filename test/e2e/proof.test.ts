import { readFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileAppears } from '../support/desktop/file-appears'
import { openView, runVitrine, type RunningVitrine } from '../support/app/vitrine'

/** Answers the system's dialog for saving with this name in the home directory. */
async function saveAs(vitrine: RunningVitrine, name: string): Promise<string> {
  const filePath = path.join(vitrine.desktop.home, name)
  await vitrine.app().evaluate(({ dialog }, place) => {
    Object.assign(dialog, { showSaveDialog: () => Promise.resolve({ canceled: false, filePath: place }) })
  }, filePath)
  return filePath
}

describe('what is handed to somebody who checks', () => {
  let vitrine: RunningVitrine
  beforeAll(async () => {
    vitrine = await runVitrine()
    await vitrine.start()
  })
  afterAll(() => vitrine.stop())

  it('is a month, saved as a file', async () => {
    const page = vitrine.page()
    await openView(page, 'Activity')
    const file = await saveAs(vitrine, 'month.md')
    await page.getByRole('button', { name: 'Month…' }).click()
    await page.getByRole('button', { name: 'Save as Markdown…' }).click()
    await fileAppears(file, AbortSignal.timeout(30_000), () => readFileSync(file, 'utf8').includes('Nothing was asked in this month.'))
    await page.getByRole('button', { name: 'Close' }).click()
  })

  it('is an evidence pack, once it was looked at', async () => {
    const page = vitrine.page()
    await openView(page, 'Settings')
    const folder = await saveAs(vitrine, 'pack')
    await page.getByRole('button', { name: 'Evidence pack…' }).click()
    await page.getByRole('button', { name: 'controls.md' }).click()
    await page.getByText('Not certified.').waitFor()
    await page.getByRole('button', { name: 'Back' }).click()
    await page.getByRole('button', { name: 'Choose a place…' }).click()
    await page.getByText('The evidence pack was written.').waitFor()
    expect((await readdir(folder)).sort()).toEqual(['README.md', 'SHA256SUMS', 'configuration.json', 'controls.md', 'documents', 'journal', 'manifest.json', 'permissions', 'policies'])
    expect(await readFile(path.join(folder, 'documents/PRIVACY.md'), 'utf8')).toBe(await readFile('PRIVACY.md', 'utf8'))
  })
})
