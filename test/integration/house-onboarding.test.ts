import { describe, expect, it, onTestFinished } from 'vitest'
import { draftOf, makeHome, openHouse } from '../support/house/open-house'
import { startSampleOdoo, type SampleOdoo, type SampleOdooOptions } from '../support/sample-odoo/server'

async function sampleForTest(options: Partial<SampleOdooOptions> = {}): Promise<SampleOdoo> {
  const sample = await startSampleOdoo({ version: 19, ...options })
  onTestFinished(() => sample.close())
  return sample
}

describe('looking for an Odoo before there is a key', () => {
  it.each(['', '/web', '/web#action=142&model=sale.order&view_type=list', '/odoo/sales?debug=1', '/'])('finds it at its address followed by "%s"', async (rest) => {
    const sample = await sampleForTest()
    const open = await openHouse(await makeHome())
    const found = { url: sample.url, version: '19.0', major: 19, databases: [sample.db], asksName: false }
    expect(await open.house.handlers.lookForOdoo({ url: `${sample.url}${rest}`, caFile: '' })).toEqual({ ok: true, found })
    expect(open.state().foundOdoo).toEqual(found)
  })

  it('finds it without https:// in front', async () => {
    const sample = await sampleForTest({ version: 17 })
    const open = await openHouse(await makeHome())
    expect(await open.house.handlers.lookForOdoo({ url: `  ${sample.url.replace('http://', '')}/web/login `, caFile: '' })).toMatchObject({ ok: true, found: { url: sample.url, major: 17 } })
  })

  it('sends no key and no login, and asks for nothing but version and databases', async () => {
    const sample = await sampleForTest({ version: 18, databases: ['archive'] })
    const open = await openHouse(await makeHome())
    expect(await open.house.handlers.lookForOdoo({ url: sample.url, caFile: '' })).toMatchObject({ ok: true, found: { databases: [sample.db, 'archive'] } })
    expect(sample.calls.map(({ path }) => path)).toEqual(['/web/version', '/jsonrpc', '/jsonrpc'])
    expect(sample.calls.every(({ headers }) => headers['authorization'] === undefined)).toBe(true)
  })

  it('says why there is none, and forgets the one before', async () => {
    const sample = await sampleForTest()
    const open = await openHouse(await makeHome())
    await open.house.handlers.lookForOdoo({ url: sample.url, caFile: '' })
    for (const url of ['http://127.0.0.1:1', 'not an address', 'ftp://odoo.example']) {
      expect(await open.house.handlers.lookForOdoo({ url, caFile: '' })).toEqual({ ok: false, message: expect.any(String) as string, hint: expect.any(String) as string })
      expect(open.state().foundOdoo).toBeNull()
    }
  })
})

describe('the first steps', () => {
  it('keep the only database that the server names, so that another one beside it changes nothing', async () => {
    const sample = await sampleForTest({ version: 18 })
    const open = await openHouse(await makeHome())
    expect(await open.house.handlers.addConnection({ draft: draftOf(sample, { database: '' }) })).toEqual({ ok: true })
    expect(open.state().connections).toMatchObject([{ database: sample.db }])
    expect(open.state().connection.kind).toBe('connected')
  })

  it('go on after a restart where they were left', async () => {
    const home = await makeHome()
    const open = await openHouse(home)
    expect(open.state().settings.onboarding).toEqual({ accessChosen: false, left: false })
    await open.house.handlers.noteOnboarding({ what: 'access_chosen' })
    await open.house.handlers.noteOnboarding({ what: 'left' })
    await open.house.stop()
    const again = await openHouse(home)
    expect(again.state().settings.onboarding).toEqual({ accessChosen: true, left: true })
    await again.house.handlers.noteOnboarding({ what: 'opened' })
    expect(again.state().settings.onboarding).toEqual({ accessChosen: true, left: false })
  })
})
