import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectLikeClaude, installClaude, openView, registerClaude, runVitrine, typeConnection, type RunningVitrine } from '../support/app/vitrine'
import { findMenuItem } from '../support/desktop/tray-menu'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

const payslips = { name: 'odoo_search', arguments: { model: 'hr.payslip', fields: ['name', 'employee_id'], limit: 2 } }

describe('a question to the user, on a real desktop', () => {
  let vitrine: RunningVitrine
  let sample: SampleOdoo
  let client: Client

  beforeAll(async () => {
    sample = await startSampleOdoo({ version: 19 })
    vitrine = await runVitrine()
    await installClaude(vitrine.desktop.home, '{}')
    await vitrine.start()
    const { login, key } = sample.users.payroll
    await typeConnection(vitrine.page(), { name: 'Northwind', url: sample.url, login, apiKey: key })
    await vitrine.tray.until(async () => ((await vitrine.tray.toolTip()).includes('can look into') ? true : undefined))
    await registerClaude(vitrine.page())
    client = await connectLikeClaude(vitrine.desktop.home)
  })
  afterAll(async () => {
    await client?.close()
    await vitrine.stop()
    await sample.close()
  })

  it('shows in the tray by an icon of its own and a line that leads to it', async () => {
    const usual = await vitrine.tray.icon()
    const asking = client.callTool(payslips)
    const line = await vitrine.tray.until(async () => findMenuItem(await vitrine.tray.menu(), 'Claude Desktop asks to read Pay Slip…'))
    expect(line.enabled).toBe(true)
    expect(await vitrine.tray.toolTip()).toBe('Vitrine: Claude Desktop asks to read Pay Slip')
    expect((await vitrine.tray.icon()).digest).not.toBe(usual.digest)
    await vitrine.tray.click('Claude Desktop asks to read Pay Slip…')

    const page = vitrine.page()
    const question = page.getByRole('region', { name: 'Claude Desktop wants to read Pay Slip' })
    await question.getByText('hr.payslip').waitFor()
    await page.waitForFunction(() => document.activeElement?.classList.contains('consent'))
    await answerWhenItCounts(page, 'Only this time')
    expect((await asking).isError).toBeFalsy()
    await question.waitFor({ state: 'detached' })
    await vitrine.tray.until(async () => ((await vitrine.tray.icon()).digest === usual.digest ? true : undefined))
  })

  it('stands above every view, and a no is the end of it', async () => {
    const page = vitrine.page()
    const asking = client.callTool(payslips)
    const question = page.getByRole('region', { name: 'Claude Desktop wants to read Pay Slip' })
    for (const view of ['Overview', 'Activity', 'Access', 'Clients', 'Connections', 'Settings'] as const) {
      await openView(page, view)
      await question.waitFor()
    }
    await answerWhenItCounts(page, 'Never')
    expect((await asking).structuredContent).toMatchObject({ code: 'consent_denied' })
    expect((await client.callTool(payslips)).structuredContent).toMatchObject({ code: 'consent_denied' })
  })
})

/** A press in the first half second is taken for one that was meant for something else; so a press is made until one is taken. */
async function answerWhenItCounts(page: ReturnType<RunningVitrine['page']>, label: string): Promise<void> {
  const button = page.getByRole('button', { name: label, exact: true })
  await page.waitForFunction(async () => (await window.vitrine.getSnapshot({})).state.questions.length === 1)
  const { askedAt } = await page.evaluate(async () => (await window.vitrine.getSnapshot({})).state.questions[0] ?? { askedAt: '' })
  await page.waitForFunction((from) => Date.now() - Date.parse(from) > 1_500, askedAt)
  await button.click()
}
