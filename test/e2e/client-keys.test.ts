import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openView, runVitrine, typeConnection, type RunningVitrine } from '../support/app/vitrine'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

const contacts = { name: 'odoo_search', arguments: { model: 'res.partner', fields: ['name'], limit: 2 } }

describe('a key for a client over HTTP, made in the window', () => {
  let vitrine: RunningVitrine
  let sample: SampleOdoo
  let client: Client | undefined

  beforeAll(async () => {
    sample = await startSampleOdoo({ version: 19 })
    vitrine = await runVitrine()
    await vitrine.start()
    const { login, key } = sample.users.admin
    await typeConnection(vitrine.page(), { name: 'Northwind', url: sample.url, login, apiKey: key })
    await vitrine.tray.until(async () => ((await vitrine.tray.toolTip()).includes('can look into') ? true : undefined))
  })
  afterAll(async () => {
    await client?.close()
    await vitrine.stop()
    await sample.close()
  })

  it('lets a real client ask until it is revoked there, and not once more', async () => {
    const page = vitrine.page()
    const port = await freePort()
    await page.evaluate((free) => window.vitrine.changeSettings({ change: { http: { port: free } } }), port)
    await openView(page, 'Clients')
    await page.getByRole('button', { name: 'Make a key…' }).click()
    await page.getByRole('textbox', { name: 'Name of the client' }).fill('Report script')
    await page.getByRole('radio', { name: /It takes a web address/ }).check()
    await page.getByRole('button', { name: 'Make the key' }).click()
    const key = await page.getByRole('textbox', { name: 'Key of the client' }).inputValue()
    await page.getByRole('button', { name: 'Open it now' }).click()
    await page.getByText('The address for such clients is closed').waitFor({ state: 'detached' })
    const pasted = JSON.parse(await page.getByRole('textbox', { name: 'Text for the configuration' }).inputValue()) as Pasted
    await page.getByRole('button', { name: 'I have copied it' }).click()

    const { url, headers } = pasted.mcpServers['vitrine-odoo']
    client = new Client({ name: 'Report script', version: '1.0.0' })
    const sent = { Authorization: headers.Authorization.replace('KEY_FROM_VITRINE', key) }
    await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: sent } }))
    expect((await client.callTool(contacts)).isError).toBeFalsy()
    await page.getByText('1 session open').waitFor()

    await page.getByRole('button', { name: 'Revoke… Report script' }).click()
    await page.getByRole('alertdialog').getByText(/Its open session ends at once/).waitFor()
    await page.getByRole('button', { name: 'Revoke the key' }).click()
    await page.getByText('No client has a key yet.').waitFor()
    await expect(client.callTool(contacts)).rejects.toThrow()
    const again = new Client({ name: 'Report script', version: '1.0.0' })
    await expect(again.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: sent } }))).rejects.toThrow()
  })
})

interface Pasted {
  readonly mcpServers: { readonly 'vitrine-odoo': { readonly url: string; readonly headers: { readonly Authorization: string } } }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
