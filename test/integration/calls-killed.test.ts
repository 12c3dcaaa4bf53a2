import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, it, onTestFinished } from 'vitest'
import { openStoredJournal } from '../../src/activity/stored-journal'
import { journalKeyInProfile } from '../../src/headless/journal-key'
import { bundledScript } from '../support/bundled-script'
import { startSampleOdoo } from '../support/sample-odoo/server'
import { temporaryDirectory } from '../support/temporary-directory'

const CALLS = 1_000
const OPENING = [
  { jsonrpc: '2.0', id: 'opening', method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'pipe', version: '1' } } },
  { jsonrpc: '2.0', method: 'notifications/initialized' },
]
const search = (id: number) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'odoo_search', arguments: { model: 'res.partner', fields: ['name'], limit: 1 } } })

interface Answer {
  readonly id: number | string
  readonly result: { readonly content?: readonly { readonly text: string }[] }
}

it.each([1, 300, 700])('a server that is killed after %i of a thousand calls at once were answered has the row of each, in a chain that is whole', async (answers) => {
  const [script, sample, profile] = await Promise.all([bundledScript('src/headless/main.ts'), startSampleOdoo({ version: 19 }), temporaryDirectory()])
  onTestFinished(async () => {
    await Promise.all([script.remove(), sample.close()])
  })
  const { url, db, login, apiKey } = sample
  const child = spawn(process.execPath, [script.path], {
    env: { HOME: profile, VITRINE_URL: url, VITRINE_DB: db, VITRINE_LOGIN: login, VITRINE_API_KEY: apiKey, VITRINE_PROFILE: profile },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  child.stdin.on('error', () => undefined)
  const lines = createInterface({ input: child.stdout })
  const ended = Promise.all([once(child, 'exit'), once(lines, 'close')])
  const receipts: string[] = []
  lines.on('line', (line) => {
    // The kill may cut an answer off in its middle: then it was not given.
    if (!line.endsWith('}')) return
    const { id, result } = JSON.parse(line) as Answer
    if (typeof id !== 'number') return
    receipts.push((JSON.parse(result.content?.[0]?.text ?? '') as { readonly receipt: string }).receipt)
    if (receipts.length === answers) child.kill('SIGKILL')
  })
  child.stdin.write([...OPENING, ...Array.from({ length: CALLS }, (_, id) => search(id))].map((message) => `${JSON.stringify(message)}\n`).join(''))
  const [[, signal]] = await ended
  expect(signal).toBe('SIGKILL')
  expect(receipts.length).toBeGreaterThanOrEqual(answers)

  const path = join(profile, 'journal.sqlite')
  const database = new DatabaseSync(path)
  const hasRow = database.prepare('SELECT 1 FROM events WHERE receipt = ?')
  expect(receipts.filter((receipt) => hasRow.get(receipt) === undefined)).toEqual([])
  database.close()
  const key = await journalKeyInProfile(profile)
  if (key === null) throw new Error('The profile has no key.')
  const stored = openStoredJournal(path)
  expect(await stored.verify(key)).toMatchObject({ status: 'intact' })
  stored.close()
})
