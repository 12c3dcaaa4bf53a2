import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { draftOf, makeHome, openHouse, startClient } from '../support/house/open-house'
import { bundleRelay } from '../support/relay/relay-bundle'
import { startSampleOdoo } from '../support/sample-odoo/server'

let relay: Awaited<ReturnType<typeof bundleRelay>>
beforeAll(async () => {
  relay = await bundleRelay()
})
afterAll(() => relay.remove())

it('a first refusal is explained once, until it was read, and never again after a restart', async () => {
  const sample = await startSampleOdoo({ version: 19 })
  onTestFinished(() => sample.close())
  const home = await makeHome()
  const open = await openHouse(home, { relay: relay.path })
  await open.house.handlers.addConnection({ draft: draftOf(sample) })
  const client = await startClient(home, open)
  const ask = () => client.ask('odoo_search', { model: 'hr.payslip', fields: ['name'] })
  const { policy: before } = open.state().settings
  const policy = { ...before, models: { ...before.models, hide: ['hr.payslip'] } }
  expect(await open.house.handlers.setPolicy({ policy })).toEqual({ ok: true })
  await ask()
  await ask()
  expect(open.state().hints.map(({ kind }) => kind)).toEqual(['rules'])
  expect(await open.house.handlers.dismissHint({ kind: 'rules' })).toEqual({ ok: true })
  expect(open.state().hints).toEqual([])
  await ask()
  expect(open.state().hints).toEqual([])
  await open.stop()
  const again = await openHouse(home, { relay: relay.path })
  await again.house.handlers.connect({})
  const next = await startClient(home, again)
  await next.ask('odoo_search', { model: 'hr.payslip', fields: ['name'] })
  expect(again.state().lastActivity?.outcome).toBe('refused')
  expect(again.state().hints).toEqual([])
})
