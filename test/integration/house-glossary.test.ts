import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { draftOf, makeHome, openHouse, startClient } from '../support/house/open-house'
import { bundleRelay } from '../support/relay/relay-bundle'
import { startSampleOdoo } from '../support/sample-odoo/server'

let relay: Awaited<ReturnType<typeof bundleRelay>>
beforeAll(async () => {
  relay = await bundleRelay()
})
afterAll(() => relay.remove())

it('an own word holds from the next question on, is told to open clients, and outlives a restart', async () => {
  const [sample, home] = [await startSampleOdoo({ version: 19 }), await makeHome()]
  onTestFinished(() => sample.close())
  const open = await openHouse(home, { relay: relay.path })
  await open.house.handlers.addConnection({ draft: draftOf(sample) })
  const client = await startClient(home, open)
  const ask = async (): Promise<unknown> => ((await client.ask('odoo_find_models', { query: 'house lamps' })).answer['models'] as readonly unknown[])[0]
  expect(await ask()).toBeUndefined()

  const announced = client.listChanged()
  const glossary = [{ word: 'house lamp', model: 'product.template', domain: '[["list_price",">",100]]' }]
  expect(await open.house.handlers.changeSettings({ change: { glossary } })).toEqual({ ok: true })
  await announced
  expect(open.state().settings.glossary).toEqual(glossary)
  expect(await ask()).toMatchObject({ model: 'product.template', glossary: 'house lamp', domain: [['list_price', '>', 100]] })

  const refused = await open.house.handlers.changeSettings({ change: { glossary: [{ word: 'x', model: 'Not a model', domain: '' }] } })
  expect(refused).toMatchObject({ ok: false, hint: 'Nothing was changed.' })
  expect(open.state().settings.glossary).toEqual(glossary)

  await open.stop()
  const again = await openHouse(home)
  expect(again.state().settings.glossary).toEqual(glossary)
})
