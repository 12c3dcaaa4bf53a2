import type { Page } from 'playwright'
import type { ActivityEvent } from '../../../src/contract/activity'
import type { Bridge, Snapshot } from '../../../src/contract/requests'
import type { SampleAddress } from './stage'

/* What a person does in the window, by what is written on it. */

const connectionName = 'Sample company'

export async function connectOdoo(page: Page, odoo: SampleAddress): Promise<void> {
  await page.getByRole('button', { name: 'Connect an Odoo…' }).click()
  const typed = { Address: odoo.url, Login: odoo.login, Database: odoo.db, 'API key': odoo.apiKey, Name: connectionName }
  for (const [label, text] of Object.entries(typed)) await page.getByRole('textbox', { name: new RegExp(`^${label}`) }).fill(text)
  await page.getByRole('button', { name: 'Test and connect' }).click()
  await page.getByText(`${connectionName} is set up`).waitFor()
}

export async function registerClaude(page: Page): Promise<void> {
  await openView(page, 'Clients')
  await page.getByRole('button', { name: 'Register…' }).click()
  await page.getByRole('button', { name: 'Write this change' }).click()
  await page.getByText('Written and read back: Claude Desktop is registered.').waitFor()
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
