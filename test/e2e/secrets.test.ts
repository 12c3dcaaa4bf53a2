import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import type { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerDialogs } from '../support/app/answer-dialogs'
import { appProcesses, endsBy } from '../support/app/processes'
import { findIn, findInFiles, findInProcess, type Secret } from '../support/app/secret-search'
import { claudeConfigFile, connectLikeClaude, installClaude, openView, registerClaude, runVitrine, typeConnection, type RunningVitrine } from '../support/app/vitrine'
import { keychainSecrets } from '../support/desktop/keychain-secrets'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

const service = 'Vitrine for Odoo'

describe('the search for secrets', () => {
  const secret: Secret = { name: 'key', text: 'c0ffee00112233445566778899aabbccddeeff00' }
  const text = Buffer.from(secret.text)

  it.each([
    ['plain', text],
    ['its beginning', text.subarray(0, 15)],
    ['its end', text.subarray(20)],
    ['base64', Buffer.from(text.toString('base64'))],
    ['base64 of a login and the key', Buffer.from(Buffer.from(`login:${secret.text}`).toString('base64'))],
    ['base64url of a longer text', Buffer.from(Buffer.from(`{"key":"${secret.text}"}`).toString('base64url'))],
    ['hexadecimal', Buffer.from(text.toString('hex'))],
    ['UTF-16', Buffer.from(secret.text, 'utf16le')],
    ['UTF-16 the other way round', Buffer.from(secret.text, 'utf16le').swap16()],
  ])('finds one written as %s', async (_spelling, written) => {
    const directory = await mkdtemp(path.join(tmpdir(), 'vs-'))
    await writeFile(path.join(directory, 'file'), Buffer.concat([Buffer.from('before '), written, Buffer.from(' after')]))
    expect(await findInFiles(directory, [secret])).toContainEqual(expect.objectContaining({ secret: 'key', place: 'file' }))
    await rm(directory, { recursive: true })
  })

  it('finds one in an environment', () => {
    expect(findIn('environment', Buffer.from(`A=1\0KEY=${secret.text}\0`), [secret])).not.toEqual([])
  })
})

describe('the keys, after everything that can be done with them', () => {
  let vitrine: RunningVitrine
  let sample: SampleOdoo
  let client: Client
  let secrets: readonly Secret[] = []

  beforeAll(async () => {
    sample = await startSampleOdoo({ version: 19 })
    vitrine = await runVitrine()
    await installClaude(vitrine.desktop.home, JSON.stringify({ mcpServers: { other: { command: '/usr/bin/other' } } }))
    await vitrine.start()
  })
  afterAll(async () => {
    await client?.close()
    await vitrine.stop()
    await sample.close()
  })

  const connected = (): Promise<true> =>
    vitrine.tray.until(async () => ((await vitrine.tray.toolTip()).includes('can look into Northwind') ? true : undefined))
  /** What the keychain holds now is looked for from now on, beside what it held before. */
  const rememberItems = async (when: string): Promise<void> => {
    const items = await keychainSecrets(vitrine.desktop, service)
    expect(items.map(({ account }) => account).sort()).toEqual([expect.stringMatching(/^connection:/), 'master-key'])
    secrets = [...secrets, ...items.map(({ account, password }) => ({ name: `${account} ${when}`, text: password }))]
  }
  const replaceKey = async (key: string): Promise<void> => {
    const page = vitrine.page()
    await openView(page, 'Connections')
    await page.getByRole('button', { name: /Replace key|Enter a new key/ }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(/^API key/).fill(key)
    await dialog.getByRole('button', { name: 'Test and replace' }).click()
  }
  const ask = (name: string, args: Record<string, unknown>): ReturnType<Client['callTool']> => client.callTool({ name, arguments: args })

  it('were used: typed, refused, connected, asked with, revoked and replaced', async () => {
    const { login, apiKey, adminKey } = sample
    const wrongKey = '0badc0de0badc0de1337beefdeadfa11feedf00d'
    secrets = [
      { name: 'the API key', text: apiKey },
      { name: 'the new API key', text: adminKey },
      { name: 'the wrong API key', text: wrongKey },
    ]
    const page = vitrine.page()
    await typeConnection(page, { name: 'Northwind', ...sample, apiKey: wrongKey })
    await page.getByText('Odoo did not accept this login with this API key.').first().waitFor()
    await typeConnection(page, { name: 'Northwind', ...sample })
    await connected()
    await rememberItems('before')
    await registerClaude(page)
    client = await connectLikeClaude(vitrine.desktop.home)

    expect((await ask('odoo_search', { model: 'sale.order', limit: 3 })).isError).toBeFalsy()
    expect((await ask('odoo_search', { model: 'sale.order', domain: [['no_such_field', '=', apiKey]] })).isError).toBe(true)
    expect((await ask('odoo_search', { model: 'sale.order', domain: [['name', 'ilike', apiKey]] })).isError).toBeFalsy()
    expect((await ask('odoo_read', { model: 'res.users', ids: [apiKey] })).isError).toBe(true)
    expect((await ask(apiKey, {}).catch(() => ({ isError: true }))).isError).toBe(true)
    sample.faults.set({ fault: { status: 500, body: `Traceback: ${apiKey}` }, on: { model: 'sale.order' } })
    expect((await ask('odoo_search', { model: 'sale.order' })).isError).toBe(true)
    sample.faults.set(null)

    sample.revokeKey(login)
    expect((await ask('odoo_search', { model: 'sale.order' })).structuredContent).toMatchObject({ code: 'key_rejected' })
    await vitrine.tray.until(async () => (/(refused|does not accept) the (API )?key/.test(await vitrine.tray.toolTip()) ? true : undefined))
    await replaceKey(wrongKey)
    await page.getByRole('dialog').getByRole('alert').waitFor()
    await page.keyboard.press('Escape')
    sample.restoreKey(login)
    await replaceKey(apiKey)
    await connected()
    await rememberItems('after')
    expect((await ask('odoo_search', { model: 'sale.order', limit: 1 })).isError).toBeFalsy()
  })

  it('stand in no argument and no environment of the application and of the relay', async () => {
    const relay = (client.transport as StdioClientTransport).pid
    const processes = [...(await appProcesses(vitrine.app())), String(relay)]
    expect(processes.length).toBeGreaterThan(3)
    const clientKey = await readFile(path.join(vitrine.desktop.home, '.vitrine', 'clients', 'claude-desktop.key'), 'utf8')
    const all = [...secrets, { name: 'the key of the client', text: clientKey.trim() }]
    expect((await Promise.all(processes.map((pid) => findInProcess(pid, all)))).flat()).toEqual([])
    expect(findIn('the configuration of Claude', await readFile(claudeConfigFile(vitrine.desktop.home)), all)).toEqual([])
  })

  it('stand in no file, while the application runs and after it has ended', async () => {
    // Home, profile, log, temporary and run-time directories, and the keyring, whose file is encrypted.
    const session = path.dirname(vitrine.desktop.home)
    expect(secrets.map(({ name }) => name.replace(/[0-9a-f]{16}/, 'id')).sort()).toEqual([
      'connection:id after',
      'connection:id before',
      'master-key after',
      'master-key before',
      'the API key',
      'the new API key',
      'the wrong API key',
    ])
    expect(await findInFiles(session, secrets)).toEqual([])
    // The client is still connected, so it is asked first.
    await answerDialogs(vitrine.app(), 0)
    await endsBy(vitrine.app(), () => vitrine.tray.click('Quit'))
    expect(await findInFiles(session, secrets)).toEqual([])
    const log = await readFile(path.join(vitrine.desktop.home, '.config', 'Vitrine', 'logs', 'vitrine.log'), 'utf8')
    expect(log).toContain('Vitrine started')
  })
})
