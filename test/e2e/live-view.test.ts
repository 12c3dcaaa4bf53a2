import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectLikeClaude, installClaude, openView, registerClaude, runVitrine, typeConnection, type RunningVitrine } from '../support/app/vitrine'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

describe('the live view of what a client asks', () => {
  let vitrine: RunningVitrine
  let sample: SampleOdoo
  let client: Client
  let page: Page

  const search = async (model: string, limit: number): Promise<void> => {
    const answer = await client.callTool({ name: 'odoo_search', arguments: { model, fields: ['name'], limit } })
    expect(answer.isError).toBeFalsy()
  }
  const rows = () => page.getByRole('grid', { name: 'Activity' }).getByRole('row')
  const rowOf = (model: string) => rows().filter({ hasText: model })
  const notes = () => page.evaluate(() => window.vitrine.getActivityNotes({ limit: 50 }))

  beforeAll(async () => {
    sample = await startSampleOdoo({ version: 19 })
    vitrine = await runVitrine()
    await installClaude(vitrine.desktop.home, '{}')
    await vitrine.start()
    page = vitrine.page()
    await typeConnection(page, { name: 'Northwind', ...sample })
    await vitrine.tray.until(async () => ((await vitrine.tray.toolTip()).includes('can look into') ? true : undefined))
    await registerClaude(page)
    client = await connectLikeClaude(vitrine.desktop.home)
    await openView(page, 'Activity')
    await page.getByText('No questions yet').or(page.getByRole('grid')).first().waitFor()
    // A page that is loaded anew forgets this.
    await page.evaluate(() => Object.assign(window, { stayed: true }))
  })
  afterAll(async () => {
    await client?.close()
    await vitrine?.stop()
    await sample?.close()
  })

  it('shows each call as it comes, newest first', async () => {
    await search('sale.order', 3)
    await rowOf('sale.order').first().waitFor()
    await search('res.partner', 4)
    await rowOf('res.partner').first().waitFor()
    expect(await rows().nth(1).textContent()).toContain('Search, 4 of')
    expect(await rows().nth(2).textContent()).toContain('Search, 3 of')
  })

  it('stands still while it is paused, says how many wait, and shows them when it goes on', async () => {
    await page.getByRole('button', { name: 'Pause the list' }).click()
    await search('product.product', 2)
    await search('product.product', 2)
    const resume = page.getByRole('button', { name: 'Resume, 2 new' })
    await resume.waitFor()
    expect(await rowOf('product.product').count()).toBe(0)
    await resume.click()
    await rowOf('product.product').nth(1).waitFor()
    expect(await rowOf('product.product').count()).toBe(2)
  })

  it('keeps to a filter, also for calls that come while it holds', async () => {
    await page.getByRole('searchbox').fill('sale.order')
    await page.getByText('1 question matches').waitFor()
    await search('res.partner', 1)
    await search('sale.order', 1)
    await page.getByText('2 questions match').waitFor()
    expect(await rowOf('res.partner').count()).toBe(0)
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await rowOf('res.partner').nth(1).waitFor()
  })

  it('says by model what was asked, and leads back to its calls', async () => {
    await page.getByText('Models', { exact: true }).click()
    const table = page.getByRole('table')
    await table.waitFor()
    const product = table.getByRole('row').filter({ hasText: 'product.product' })
    expect(await product.getByRole('cell').first().textContent()).toContain('2')
    await product.getByRole('button').first().click()
    await page.getByText('2 questions match').waitFor()
    await page.getByRole('button', { name: 'Clear filters' }).click()
  })

  it('writes the calls to a file of the user\'s choice', async () => {
    const file = join(vitrine.desktop.home, 'calls.csv')
    await vitrine.app().evaluate(({ dialog }, filePath) => {
      Object.assign(dialog, { showSaveDialog: () => Promise.resolve({ canceled: false, filePath }) })
    }, file)
    await page.getByRole('button', { name: 'Export…' }).click()
    await page.getByRole('button', { name: 'Choose a file…' }).click()
    await page.getByText('The activity was written to a file.').waitFor()
    const [head = '', ...lines] = (await readFile(file, 'utf8')).trim().split('\r\n')
    expect(head).toContain('model')
    expect(lines).toHaveLength(6)
    expect(lines.filter((line) => line.includes('product.product'))).toHaveLength(2)
  })

  it('says that the journal is as it was written', async () => {
    await page.getByRole('button', { name: 'Verify' }).click()
    await page.getByText(/The journal is as it was written\. \d+ rows as written\./).waitFor()
  })

  it('has the first look at each model under what needs attention, until it is seen', async () => {
    await openView(page, 'Overview')
    const attention = page.getByRole('region', { name: 'Needs attention' })
    await attention.getByText('and 2 more like it before').waitFor()
    await attention.getByRole('button', { name: 'Seen' }).click()
    await page.getByRole('region', { name: 'Earlier alerts' }).waitFor()
    expect(await attention.getByText('for the first time').count()).toBe(0)
    await openView(page, 'Activity')
  })

  it('deletes all, and leaves a sealed note that it did', async () => {
    await page.getByRole('button', { name: 'Delete…' }).click()
    await page.getByRole('button', { name: 'Delete all activity' }).click()
    await page.getByRole('grid').waitFor({ state: 'detached' })
    expect(await notes()).toContainEqual(expect.objectContaining({ kind: 'deleted_all' }))
    expect(await page.evaluate(() => window.vitrine.verifyJournal({}))).toMatchObject({ status: 'intact', counts: { open: 0 } })
    await search('sale.order', 1)
    await rowOf('sale.order').first().waitFor()
  })

  it('did all of that without loading the page anew', async () => {
    expect(await page.evaluate(() => 'stayed' in window)).toBe(true)
  })
})
