import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import type { Locator, Page } from 'playwright'
import { afterEach, describe, expect, it } from 'vitest'
import { connectLikeClaude, installClaude, runVitrine, type RunningVitrine } from '../support/app/vitrine'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

const MOST_CLICKS = 12
const MOST_FIELDS = 4

/** A person with a mouse: every click counts, and every field, which is clicked into before it is typed. */
interface Stranger {
  readonly click: (what: Locator) => Promise<void>
  readonly fill: (field: Locator, text: string) => Promise<void>
  readonly clicks: () => number
  readonly fields: () => number
}

function stranger(): Stranger {
  let clicks = 0
  let fields = 0
  const click = async (what: Locator): Promise<void> => {
    clicks += 1
    await what.click()
  }
  return {
    click,
    fill: async (field, text) => {
      fields += 1
      await click(field)
      await field.fill(text)
    },
    clicks: () => clicks,
    fields: () => fields,
  }
}

const titled = (page: Page, name: string): Promise<void> => page.getByRole('heading', { level: 1, name }).waitFor()
const button = (page: Page, name: string): Locator => page.getByRole('main').getByRole('button', { name, exact: true })

describe("a stranger's path from the first start to the first live event", () => {
  let vitrine: RunningVitrine
  let sample: SampleOdoo
  let client: Client | undefined

  afterEach(async () => {
    await client?.close()
    await vitrine.stop()
    await sample.close()
  })

  it.each([
    [19, (url: string) => `${url}/odoo/sales?debug=1`],
    [18, (url: string) => `${url.replace('http://', '')}/web#action=142`],
  ] as const)('takes few clicks and fields with Odoo %i', async (version, pasted) => {
    sample = await startSampleOdoo({ version })
    vitrine = await runVitrine()
    await installClaude(vitrine.desktop.home, '{}')
    await vitrine.start()
    const page = vitrine.page()
    const person = stranger()

    await titled(page, 'Connect your Odoo')
    await person.fill(page.getByRole('textbox', { name: 'Address' }), pasted(sample.url))
    await person.fill(page.getByRole('textbox', { name: 'Login' }), sample.login)
    await page.getByText(new RegExp(`^Odoo ${version}\\.\\S* answers there\\.$`)).waitFor()
    await person.fill(page.getByLabel('API key', { exact: true }), sample.apiKey)
    await person.click(button(page, 'Test and connect'))

    await titled(page, 'What may Claude see?')
    await page.getByText(/kinds of records are read without asking you/).waitFor()
    await person.click(button(page, 'Use this'))

    await titled(page, 'Tell Claude Desktop about it')
    await person.click(button(page, 'Write this change'))

    await titled(page, 'Ask Claude about your business')
    await person.click(button(page, 'Copy'))
    client = await connectLikeClaude(vitrine.desktop.home)
    await page.getByText('Claude is connected. Waiting for its first question…').waitFor()
    const answer = await client.callTool({ name: 'odoo_search', arguments: { model: 'sale.order', fields: ['name'], limit: 3 } })
    expect(answer.isError).toBeFalsy()
    await page.getByText('It works.').waitFor()
    await page.getByText('sale.order').waitFor()

    expect(person.clicks()).toBeLessThanOrEqual(MOST_CLICKS)
    expect(person.fields()).toBeLessThanOrEqual(MOST_FIELDS)
    await person.click(button(page, 'Go to the overview').first())
    await titled(page, `Claude can look into 127.0.0.1`)
  })

  it('goes on where it was after quitting at any point', async () => {
    sample = await startSampleOdoo({ version: 19 })
    vitrine = await runVitrine()
    await installClaude(vitrine.desktop.home, '{}')
    const again = async (): Promise<Page> => {
      await vitrine.app().close()
      await vitrine.start()
      return vitrine.page()
    }
    await vitrine.start()
    await titled(vitrine.page(), 'Connect your Odoo')
    let page = await again()
    await titled(page, 'Connect your Odoo')
    await page.getByRole('textbox', { name: 'Address' }).fill(sample.url)
    await page.getByRole('textbox', { name: 'Login' }).fill(sample.login)
    await page.getByLabel('API key', { exact: true }).fill(sample.apiKey)
    await button(page, 'Test and connect').click()
    await titled(page, 'What may Claude see?')
    await page.getByRole('radio', { name: 'Everyday business without personal and confidential details' }).click()
    await page.waitForFunction(async () => (await window.vitrine.getSnapshot({})).state.settings.policy.fields.presets.length > 0)
    page = await again()
    await titled(page, 'What may Claude see?')
    expect(await page.getByRole('radio', { name: 'Everyday business without personal and confidential details' }).isChecked()).toBe(true)
    await button(page, 'Use this').click()
    await titled(page, 'Tell Claude Desktop about it')
    page = await again()
    await titled(page, 'Tell Claude Desktop about it')
    await button(page, 'Write this change').click()
    await titled(page, 'Ask Claude about your business')
    page = await again()
    await titled(page, 'Ask Claude about your business')
    await button(page, 'Set up later').click()
    await titled(page, 'Claude can look into 127.0.0.1')
    page = await again()
    await titled(page, 'Claude can look into 127.0.0.1')
  })
})
