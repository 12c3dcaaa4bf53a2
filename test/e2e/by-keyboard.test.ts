import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import type { Locator, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppState } from '../../src/contract/app-state'
import { keyboardOf, type Keyboard } from '../support/app/keyboard'
import { connectLikeClaude, installClaude, registeredEntry, runVitrine, type RunningVitrine } from '../support/app/vitrine'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

/** What a person does in the window, from the first start on, each thing by keys alone and after the one before it. */
describe('by keyboard alone a person', () => {
  let sample: SampleOdoo
  let vitrine: RunningVitrine
  let page: Page
  let keyboard: Keyboard
  let claude: Client

  beforeAll(async () => {
    sample = await startSampleOdoo({ version: 19 })
    vitrine = await runVitrine()
    await installClaude(vitrine.desktop.home, '{}')
    await vitrine.start()
    page = vitrine.page()
    page.setDefaultTimeout(10_000)
    keyboard = keyboardOf(page)
  })
  afterAll(async () => {
    await claude?.close()
    await vitrine.stop()
    await sample.close()
  })

  const titled = (name: string | RegExp): Promise<void> => page.getByRole('heading', { level: 1, name }).waitFor()
  const button = (name: string | RegExp, within: Page | Locator = page.getByRole('main')): Locator => within.getByRole('button', { name, exact: typeof name === 'string' }).first()
  const dialog = (name: string | RegExp): Locator => page.getByRole('dialog', { name }).or(page.getByRole('alertdialog', { name }))
  const switched = (name: string): Locator => page.getByRole('switch', { name, exact: true }).first()
  /** What the main process holds: that a key had its effect. */
  const until = async <Value,>(read: (state: AppState) => Value, wanted: Value): Promise<void> => {
    await expect.poll(async () => read((await page.evaluate(() => window.vitrine.getSnapshot({}))).state), { timeout: 10_000 }).toEqual(wanted)
  }
  const view = async (number: number, title: string | RegExp): Promise<void> => {
    await keyboard.keys(`Control+${String(number)}`)
    await titled(title)
  }
  /** Opens a dialog by its button, does something in it, and comes back to the button. */
  const inDialog = async (opener: Locator, name: string | RegExp, work: (opened: Locator) => Promise<void>): Promise<void> => {
    await keyboard.press(opener)
    const opened = dialog(name)
    await opened.waitFor()
    await expect.poll(() => opened.evaluate((element) => element.contains(document.activeElement)), { timeout: 5_000 }).toBe(true)
    await work(opened)
    await opened.waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate(() => document.activeElement !== document.body), { timeout: 5_000 }).toBe(true)
  }
  const leave = async (): Promise<void> => {
    await keyboard.keys('Escape')
  }
  const search = (model: string) => claude.callTool({ name: 'odoo_search', arguments: { model, fields: ['name'], limit: 3 } })

  it('connects Odoo, chooses access and registers Claude', async () => {
    await titled('Connect your Odoo')
    await keyboard.type(page.getByRole('textbox', { name: 'Address' }), sample.url)
    await keyboard.type(page.getByRole('textbox', { name: 'Login' }), sample.login)
    await keyboard.type(page.getByLabel('API key', { exact: true }), sample.apiKey)
    await keyboard.press(button('Test and connect'))
    await titled('What may Claude see?')
    await keyboard.press(button('Use this'))
    await titled('Tell Claude Desktop about it')
    await keyboard.press(button('Write this change'))
    await titled('Ask Claude about your business')
    expect((await registeredEntry(vitrine.desktop.home)).args.slice(-2)).toEqual(['--client', 'claude-desktop'])
    claude = await connectLikeClaude(vitrine.desktop.home)
    expect((await search('sale.order')).isError).toBeFalsy()
    await page.getByText('It works.').waitFor()
    await keyboard.press(button('Go to the overview'))
    await titled(/^Claude can look into/)
  })

  it('pauses, goes on, disconnects and connects', async () => {
    await keyboard.press(button('Pause for 1 hour'))
    await until(({ connection }) => connection.kind, 'paused')
    await keyboard.press(button('Resume now'))
    await until(({ connection }) => connection.kind, 'connected')
    await keyboard.press(button('Disconnect'))
    await until(({ connection }) => connection.kind, 'disconnected')
    await keyboard.press(button('Connect'))
    await until(({ connection }) => connection.kind, 'connected')
  })

  it('answers what a client asks, and takes the answer back', async () => {
    const asking = search('hr.payslip')
    const question = page.getByRole('region', { name: /^Claude Desktop wants to read/ })
    await question.waitFor()
    // A key in its first half second is taken for one that was meant for something else.
    const { askedAt } = await page.evaluate(async () => (await window.vitrine.getSnapshot({})).state.questions[0] ?? { askedAt: '' })
    await page.waitForFunction((from) => Date.now() - Date.parse(from) > 1_500, askedAt)
    await keyboard.press(button('Never', question))
    expect((await asking).structuredContent).toMatchObject({ code: 'consent_denied' })
    await view(3, 'What Claude may see')
    await keyboard.press(button(/^Take back the decision/))
    await until(({ decisions }) => decisions.length, 0)
  })

  it('marks what needs attention as seen, and opens the month', async () => {
    await view(1, /^Claude can look into/)
    await keyboard.press(button(/^(Mark all seen|Seen)$/))
    await until(({ alerts }) => alerts.filter(({ seen }) => !seen).length, 0)
    await inDialog(button('Month…'), 'Summary of a month', leave)
  })

  it('filters the activity, opens a question, looks at the models, checks the chain and exports', async () => {
    await view(2, 'Activity')
    const rows = page.getByRole('grid', { name: 'Activity' }).getByRole('row')
    await keyboard.keys('Control+f')
    await page.keyboard.type('payslip')
    await expect.poll(() => rows.filter({ hasText: 'sale.order' }).count()).toBe(0)
    await keyboard.keys('Escape')
    await rows.filter({ hasText: 'sale.order' }).first().waitFor()
    await keyboard.reach(page.getByRole('combobox', { name: 'Outcome' }))
    await page.keyboard.type('Refused')
    await expect.poll(() => rows.filter({ hasText: 'sale.order' }).count()).toBe(0)
    await keyboard.keys('Home')
    await rows.filter({ hasText: 'sale.order' }).first().waitFor()
    await keyboard.reach(page.getByRole('grid', { name: 'Activity' }))
    await keyboard.keys('ArrowDown', 'Enter')
    await button('Close', page).waitFor()
    await keyboard.keys('Escape')
    await button('Close', page).waitFor({ state: 'detached' })
    await keyboard.press(button('Pause the list'), 'Space')
    await keyboard.press(button(/^Resume/), 'Space')
    await keyboard.press(button('Verify'))
    await page.getByText(/^The journal is as it was written\./).waitFor()
    await inDialog(button('Export…'), 'Export activity', leave)
    await inDialog(button('Delete…'), 'Delete all activity?', leave)
    await keyboard.press(page.getByRole('radio', { name: 'Questions' }), 'ArrowRight')
    await page.getByText('first seen', { exact: false }).first().waitFor()
  })

  it('decides what may be seen, of models, of fields and in words, and looks at the sheet', async () => {
    await view(3, 'What Claude may see')
    await keyboard.press(switched('Cost and margin'), 'Space')
    await until(({ settings }) => settings.policy.fields.presets.includes('cost_and_margin'), true)
    await keyboard.type(page.getByRole('combobox', { name: /^Model to allow or hide/ }), 'crm.lead')
    await keyboard.keys('Escape')
    await keyboard.press(button('Hide'))
    await until(({ settings }) => settings.policy.models.hide, ['crm.lead'])
    await keyboard.press(switched('Email'), 'Space')
    await until(({ settings }) => JSON.stringify(settings.policy.fields).includes('email'), true)
    await keyboard.type(page.getByRole('textbox', { name: /^Word/ }), 'big deals')
    await keyboard.type(page.getByRole('combobox', { name: /^Means/ }).or(page.getByRole('textbox', { name: /^Means/ })), 'sale.order')
    await keyboard.keys('Escape')
    await keyboard.press(page.getByRole('button', { name: 'Add', exact: true }).last())
    await until(({ settings }) => settings.glossary.map(({ word }) => word), ['big deals'])
    await inDialog(button('Permission sheet…'), 'Permission sheet', leave)
  })

  it('makes a key for a client, replaces it, pauses and revokes it, and unregisters Claude', async () => {
    await view(4, 'Clients')
    await inDialog(button('Backups…'), /^Backups/, leave)
    await inDialog(button('Make a key…'), /^(A key for another client|The client has a key)$/, async (opened) => {
      await keyboard.type(opened.getByRole('textbox', { name: 'Name of the client' }), 'Report script')
      await keyboard.press(button('Make the key', opened))
      await keyboard.press(button(/^(Done|Close)/, opened))
    })
    await until(({ clients }) => clients.map(({ name }) => name).sort(), ['Claude Desktop', 'Report script'])
    await keyboard.press(button('Pause Report script'))
    await until(({ clients }) => clients.some(({ paused }) => paused), true)
    await inDialog(button('Revoke… Report script'), /^Revoke/, async (opened) => {
      await keyboard.press(button(/^Revoke/, opened))
    })
    await until(({ clients }) => clients.map(({ name }) => name), ['Claude Desktop'])
    await keyboard.press(button('Unregister…'))
    await keyboard.press(button('Remove this entry'))
    await until(({ claude: { kind } }) => kind, 'not_registered')
  })

  it('replaces the key of a connection, tests another one, and thinks better of removing', async () => {
    await view(5, 'Connections')
    await inDialog(button('Replace key…'), /^New key for/, async (opened) => {
      await keyboard.type(opened.getByLabel(/^API key/), sample.apiKey)
      await keyboard.press(button('Test and replace', opened))
    })
    await inDialog(button('Remove…'), /^Remove/, leave)
    await keyboard.press(button('Add a connection'))
    const form = page.getByRole('form', { name: 'Connect an Odoo' })
    await keyboard.type(form.getByRole('textbox', { name: 'Address' }), sample.url)
    await keyboard.type(form.getByRole('textbox', { name: 'Login' }), sample.login)
    await keyboard.type(form.getByLabel(/^API key/), 'not-a-key')
    await keyboard.press(button('Only test', form))
    await page.getByText(/^Odoo did not accept this login/).first().waitFor()
  })

  it('changes settings, language and appearance, and reads help and what support would get', async () => {
    await keyboard.keys('Control+,')
    await titled('Settings')
    await keyboard.press(switched('Notifications'), 'Space')
    await until(({ settings }) => settings.notifications, false)
    await keyboard.type(page.getByRole('textbox', { name: 'Keep activity for' }), '30')
    await keyboard.keys('Enter')
    await until(({ settings }) => settings.retentionDays, 30)
    await keyboard.press(page.getByRole('radio', { name: 'System' }), 'ArrowRight')
    await until(({ settings }) => settings.theme, 'light')
    await keyboard.reach(page.getByRole('combobox', { name: 'Language' }))
    await page.keyboard.type('Deutsch')
    await titled('Einstellungen')
    await keyboard.reach(page.getByRole('combobox', { name: 'Sprache' }))
    await keyboard.keys('Home')
    await titled('Settings')
    await inDialog(button('Replace the master key…'), 'Master key', leave)
    await inDialog(button('Evidence pack…'), 'Evidence pack', leave)
    await inDialog(button('Information for support…'), 'Information for support', leave)
    await inDialog(button('Remove everything…'), /^Remove everything/, leave)
    await inDialog(button('Help', page), 'Help', leave)
  })
})
