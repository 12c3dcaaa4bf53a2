import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keychainItems } from '../support/desktop/keychain-items'
import { findMenuItem, menuLabels } from '../support/desktop/tray-menu'
import { answerDialogs } from '../support/app/answer-dialogs'
import { endsBy } from '../support/app/processes'
import { connectLikeClaude, installClaude, openView, registerClaude, registeredEntry, runVitrine, typeConnection, type RunningVitrine } from '../support/app/vitrine'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

const otherServer = { command: '/usr/bin/other', args: ['--stdio'] }

describe('a question from Claude, all the way to Odoo and back', () => {
  let vitrine: RunningVitrine
  let sample: SampleOdoo
  let client: Client

  beforeAll(async () => {
    sample = await startSampleOdoo({ version: 19 })
    vitrine = await runVitrine()
    await installClaude(vitrine.desktop.home, JSON.stringify({ theme: 'dark', mcpServers: { other: otherServer } }, null, 2))
    await vitrine.start()
  })
  afterAll(async () => {
    await client?.close()
    await vitrine.stop()
    await sample.close()
  })

  it('connects through the form, with the key in the keychain and nowhere else', async () => {
    const page = vitrine.page()
    await typeConnection(page, { name: 'Northwind', ...sample })
    await vitrine.tray.until(async () => ((await vitrine.tray.toolTip()) === 'Vitrine: Claude can look into Northwind' ? true : undefined))
    const items = await keychainItems(vitrine.desktop)
    expect(items.map(({ account }) => account)).toEqual([expect.stringMatching(/^connection:[0-9a-f]{16}$/), 'master-key'])
  })

  it('registers in the configuration of Claude and leaves the rest of it alone', async () => {
    await registerClaude(vitrine.page())
    const { command, args } = await registeredEntry(vitrine.desktop.home)
    expect(command).toBe(process.execPath)
    expect(args.slice(1)).toEqual(['--client', 'claude-desktop'])
    client = await connectLikeClaude(vitrine.desktop.home)
  })

  it('lists seven tools', async () => {
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name).sort()).toEqual([
      'odoo_aggregate',
      'odoo_context',
      'odoo_describe_model',
      'odoo_find_models',
      'odoo_read',
      'odoo_resolve',
      'odoo_search',
    ])
  })

  it('answers rightly, and shows the call in the window, the journal and the tray', async () => {
    const page = vitrine.page()
    await openView(page, 'Activity')
    const answer = await client.callTool({
      name: 'odoo_search',
      arguments: { model: 'sale.order', domain: [['state', '=', 'sale']], fields: ['name', 'amount_total'], limit: 5, order: 'id' },
    })
    const expected = await sampleOrders(sample)
    expect(answer.isError).toBeFalsy()
    expect(answer.structuredContent).toMatchObject({ model: 'sale.order', total: expected.length })

    // The live list is told of the call as it happens.
    await page.getByText('Search, 5 of').first().waitFor({ timeout: 1_000 })
    await vitrine.tray.until(async () => {
      const [, last] = menuLabels(await vitrine.tray.menu())
      return last?.endsWith('Claude read 5 Sales Order') ? true : undefined
    })
    const { events } = await page.evaluate(() => window.vitrine.getActivity({ filter: {}, limit: 10 }))
    expect(events.filter(({ tool }) => tool === 'odoo_search')).toHaveLength(1)
    expect(events[0]).toMatchObject({ clientName: 'Claude', model: 'sale.order', rows: 5, total: expected.length, outcome: 'answered', filterShape: 'state =' })
  })

  it('stops at once when Disconnect is clicked in the tray, and comes back without the client starting anew', async () => {
    await vitrine.tray.click('Disconnect')
    await vitrine.tray.until(async () => findMenuItem(await vitrine.tray.menu(), 'Connect'))
    const before = sample.calls.length
    const refused = await client.callTool({ name: 'odoo_search', arguments: { model: 'sale.order' } })
    expect(refused.isError).toBe(true)
    expect(refused.structuredContent).toMatchObject({ code: 'disconnected' })
    expect(sample.calls).toHaveLength(before)
    expect(await client.listTools().then(({ tools }) => tools.length)).toBe(7)

    await vitrine.tray.click('Connect')
    await vitrine.tray.until(async () => findMenuItem(await vitrine.tray.menu(), 'Disconnect'))
    await vitrine.tray.until(async () => ((await vitrine.tray.toolTip()).includes('can look into') ? true : undefined))
    const answered = await client.callTool({ name: 'odoo_search', arguments: { model: 'sale.order', limit: 1 } })
    expect(answered.isError).toBeFalsy()
  })

  it('asks before it quits by the tray while the client is connected, and stays when that was not meant', async () => {
    const { asked } = await answerDialogs(vitrine.app(), 1)
    await vitrine.tray.click('Quit')
    expect(await asked()).toBe('Claude is connected. Quit Vitrine?')
    const answered = await client.callTool({ name: 'odoo_search', arguments: { model: 'sale.order', limit: 1 } })
    expect(answered.isError).toBeFalsy()

    await answerDialogs(vitrine.app(), 0)
    expect(await endsBy(vitrine.app(), () => vitrine.tray.click('Quit'))).toBe(0)
  })
})

/** Worked out from the raw records: what the ordinary user may see of confirmed orders. */
async function sampleOrders(sample: SampleOdoo): Promise<readonly unknown[]> {
  const reply = await fetch(`${sample.url}/json/2/sale.order/search_read`, {
    method: 'POST',
    headers: { authorization: `bearer ${sample.apiKey}`, 'content-type': 'application/json', 'x-odoo-database': sample.db },
    body: JSON.stringify({ domain: [['state', '=', 'sale']], fields: ['name'] }),
  })
  return (await reply.json()) as unknown[]
}
