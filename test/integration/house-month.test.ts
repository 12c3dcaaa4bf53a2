import { expect, it, onTestFinished } from 'vitest'
import { sheetText } from '../../src/service/sheet-files'
import { monthReport } from '../../src/state/month-report'
import { draftOf, makeHome, openHouse, startClient } from '../support/house/open-house'
import { bundleRelay } from '../support/relay/relay-bundle'
import { startSampleOdoo } from '../support/sample-odoo/server'

const DAY_MS = 86_400_000

it('sums up the month in which a client asked, with its keys, and no value or hash', async () => {
  const relay = await bundleRelay()
  onTestFinished(() => relay.remove())
  const sample = await startSampleOdoo({ version: 19 })
  onTestFinished(() => sample.close())
  const home = await makeHome()
  const open = await openHouse(home, { relay: relay.path })
  const { handlers } = open.house
  expect(await handlers.addConnection({ draft: draftOf(sample) })).toEqual({ ok: true })
  const client = await startClient(home, open)
  await client.ask('odoo_search', { model: 'res.partner', fields: ['name'], domain: [['name', 'ilike', 'MARKEDVALUE']] })
  await client.ask('odoo_search', { model: 'res.partner', fields: ['name'], limit: 3 })
  await client.ask('odoo_search', { model: 'ir.config_parameter' })
  const madeAt = new Date(home.host.now()).toISOString()
  home.time.pass(2 * DAY_MS)
  await handlers.rotateClientKey({ clientId: 'claude-desktop', graceDays: 7 })

  const result = await handlers.getMonth({ month: madeAt.slice(0, 7) })
  if (!result.ok) throw new Error('There is no month.')
  const { activity, keys, timeZone } = result.summary
  expect(timeZone).toBe('Europe/Brussels')
  expect(activity).toMatchObject({ calls: 3, questions: 2, records: 3, newModels: ['res.partner'], unanswered: [{ code: 'not_allowed_by_policy', count: 1 }] })
  expect(activity.askers).toMatchObject([{ clientId: 'claude-desktop', odooUser: sample.users.reader.login, questions: 2 }])
  expect(keys).toMatchObject([
    { kind: 'odoo', since: madeAt, lastUsed: madeAt },
    // As old as its key, and not as the client.
    { kind: 'client', name: 'Claude Desktop', since: new Date(home.host.now()).toISOString() },
    { kind: 'master' },
  ])
  const verdict = await handlers.verifyJournal({})
  const page = sheetText(monthReport(result.summary, verdict), 'html')
  expect(page).toContain(`As written up to row ${String(activity.lastRow)}, the last of this month`)
  const hashes = open.settings.get().clients.map(({ keyHash }) => keyHash)
  for (const secret of ['MARKEDVALUE', sample.apiKey, ...hashes]) expect([page.includes(secret), JSON.stringify(result).includes(secret)]).toEqual([false, false])
})
