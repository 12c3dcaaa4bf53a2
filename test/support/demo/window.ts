import type { Page } from 'playwright'
import type { ActivityEvent } from '../../../src/contract/activity'
import type { Bridge, Snapshot } from '../../../src/contract/requests'
import type { SampleAddress } from './stage'

/* What a person does in the window, by what is written on it. */

/** The first of the first steps, and what comes of it: the next one. */
export async function connectOdoo(page: Page, odoo: SampleAddress): Promise<void> {
  await page.getByRole('textbox', { name: 'Address' }).fill(odoo.url)
  await page.getByRole('textbox', { name: 'Login' }).fill(odoo.login)
  await page.getByLabel('API key', { exact: true }).fill(odoo.apiKey)
  await page.getByRole('button', { name: 'Test and connect' }).click()
  await titled(page, 'What may Claude see?')
}

export async function chooseAccess(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Use this' }).click()
  await titled(page, 'Tell Claude Desktop about it')
}

export async function registerClaude(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Write this change' }).click()
  await titled(page, 'Ask Claude about your business')
}

async function titled(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

export async function openView(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: new RegExp(`^${name}`) }).click()
}

/** Asks the application what the window itself asks it. */
export async function readState(page: Page): Promise<Snapshot['state']> {
  const { state } = await page.evaluate(() => (window as unknown as { vitrine: Bridge }).vitrine.getSnapshot({}))
  return state
}

/** Rows of the journal, oldest first. */
export async function readJournal(page: Page): Promise<readonly ActivityEvent[]> {
  const { events } = await page.evaluate(() => (window as unknown as { vitrine: Bridge }).vitrine.getActivity({ filter: {}, limit: 100 }))
  return [...events].reverse()
}
