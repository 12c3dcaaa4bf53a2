import { afterEach, describe, expect, it } from 'vitest'
import { createOdooReader } from '../../src/odoo/reader'
import { probeRights, USUAL_MODELS } from '../../src/odoo/rights'
import { testHost } from '../support/odoo/reader-of'
import { SAMPLE_NOW, startSampleOdoo, type SampleOdoo, type SampleUserName } from '../support/sample-odoo/server'

const VERSIONS = [16, 17, 18, 19, 20] as const
const host = { ...testHost, now: () => Date.parse(SAMPLE_NOW) }

const cleanups: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function accountOf(version: (typeof VERSIONS)[number], user: SampleUserName = 'reader', key?: (sample: SampleOdoo) => string) {
  const sample = await startSampleOdoo({ version })
  cleanups.push(sample.close)
  const { login, key: first } = sample.users[user]
  const apiKey = key?.(sample) ?? first
  const reader = createOdooReader({ url: sample.url, database: sample.db, login, withSecret: (use) => use(apiKey) }, host)
  cleanups.push(reader.close)
  return { sample, reader, login }
}

/** The same out of the sample's table of rights, as an administrator would look it up. */
function grantedTo({ data }: SampleOdoo, userId: number): Record<string, string> {
  const user = (data['res.users'] ?? []).find(({ id }) => id === userId)
  const groups = new Set([user?.['groups_id'] ?? user?.['group_ids']].flat())
  const names = new Map((data['ir.model'] ?? []).map(({ id, model }) => [id, String(model)]))
  const granted: Record<string, string> = {}
  for (const name of USUAL_MODELS) {
    const lines = (data['ir.model.access'] ?? []).filter((line) => names.get(Number(line['model_id'])) === name && groups.has(line['group_id'] ?? null))
    const rights = ['write', 'create', 'unlink'].filter((right) => lines.some((line) => line[`perm_${right}`] === true))
    if (rights.length > 0) granted[name] = rights.join(' ')
  }
  return granted
}

describe('when the key ends', () => {
  it.each(VERSIONS)('is what Odoo %i says of it', async (version) => {
    const { reader, sample, login } = await accountOf(version)
    expect(await reader.keyExpiry()).toEqual(version < 18 ? { kind: 'unknown' } : { kind: 'on', at: '2026-08-24T09:00:00.000Z', certainty: 'sure' })
    const asked = sample.calls.filter(({ model }) => model === 'res.users.apikeys')
    expect(asked.map(({ odooMethod, login: by }) => [odooMethod, by])).toEqual(version < 18 ? [] : [['search_read', login]])
  })

  it.each([18, 19] as const)('is never on Odoo %i for a key without an end, and only the own keys are asked for', async (version) => {
    const { reader } = await accountOf(version, 'admin')
    expect(await reader.keyExpiry()).toEqual({ kind: 'never' })
  })

  it('is that of the one called Vitrine, else that of the first to end', async () => {
    const { sample, reader, login } = await accountOf(19)
    sample.makeKey(login, { name: 'Spreadsheet', ends: '2026-07-01 08:30:00' })
    expect(await reader.keyExpiry()).toEqual({ kind: 'on', at: '2026-07-01T08:30:00.000Z', certainty: 'one_of' })
    sample.makeKey(login, { name: 'For vitrine', ends: '2026-07-15 08:30:00' })
    expect(await reader.keyExpiry()).toEqual({ kind: 'on', at: '2026-07-15T08:30:00.000Z', certainty: 'by_name' })
    sample.makeKey(login, { name: 'Vitrine at home', ends: '2026-07-10 08:30:00' })
    expect(await reader.keyExpiry()).toMatchObject({ at: '2026-07-01T08:30:00.000Z', certainty: 'one_of' })
  })

  it('is not that of a key that is over already', async () => {
    const { sample, reader, login } = await accountOf(18)
    sample.makeKey(login, { name: 'Vitrine', ends: '2026-06-15 09:29:59' })
    expect(await reader.keyExpiry()).toMatchObject({ at: '2026-08-24T09:00:00.000Z', certainty: 'sure' })
  })
})

describe('what the user could change', () => {
  const probe = { signal: new AbortController().signal, nowMs: host.now() }

  it.each(VERSIONS)('is told by Odoo %i, model by model, without changing or reading a record', async (version) => {
    const { sample, reader } = await accountOf(version, 'sales')
    const progress: (readonly [number, number])[] = []
    const report = await probeRights(reader, ['x_not_there', 'sale.order'], { ...probe, onProgress: (done, total) => progress.push([done, total]) })
    const rights = Object.fromEntries(report.models.map(({ model, rights: what }) => [model, what.join(' ')]))
    expect(rights).toEqual(grantedTo(sample, sample.users.sales.id))
    expect(rights).toMatchObject({ 'sale.order': 'write create unlink', 'res.partner': 'write create unlink' })
    expect(rights['account.move']).toBeUndefined()
    expect(report.checked).toBeLessThan(USUAL_MODELS.length)
    expect(progress.at(-1)).toEqual([USUAL_MODELS.length + 1, USUAL_MODELS.length + 1])
    const method = version >= 18 ? 'has_access' : 'check_access_rights'
    const asked = sample.calls.flatMap(({ model, odooMethod }) => (model === undefined || model === 'res.users' && odooMethod === 'context_get' ? [] : [odooMethod]))
    // JSON-RPC gives an unknown model the same error as other mistakes: its fields tell.
    expect(new Set(asked)).toEqual(new Set(['get_available_models', method, ...(version < 19 ? ['fields_get'] : [])]))
    expect(sample.connections).toBeLessThanOrEqual(4)
  })

  it('is nothing for somebody who may only read', async () => {
    const { reader } = await accountOf(19, 'payroll')
    const { models } = await probeRights(reader, [], probe)
    expect(models.map(({ model }) => model)).not.toContain('sale.order')
  })

  it('is not looked at any further once it is cancelled', async () => {
    const { sample, reader } = await accountOf(19)
    const abort = new AbortController()
    const looking = probeRights(reader, [], { ...probe, signal: abort.signal, onProgress: (done) => (done === 3 ? abort.abort() : undefined) })
    await expect(looking).rejects.toMatchObject({ code: 'cancelled' })
    expect(sample.calls.length).toBeLessThan(30)
  })
})
