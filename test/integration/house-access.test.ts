import { describe, expect, it, onTestFinished } from 'vitest'
import { OPEN_POLICY, USUAL_POLICY } from '../../src/policy/policy'
import { withField, withKind, withModel, withOthers, withRows } from '../../src/state/policy-edits'
import { hiding } from '../support/hiding'
import { draftOf, makeHome, openHouse } from '../support/house/open-house'
import { startSampleOdoo } from '../support/sample-odoo/server'
import { inEnglish } from '../../src/i18n/english'

async function connected() {
  const sample = await startSampleOdoo({ version: 19 })
  onTestFinished(() => sample.close())
  const open = await openHouse(await makeHome())
  expect(await open.house.handlers.addConnection({ draft: draftOf(sample) })).toEqual({ ok: true })
  return { sample, open, handlers: open.house.handlers }
}

describe('the preview', () => {
  it('shows live records with the hidden columns empty, and leaves no row in the journal', async () => {
    const { handlers } = await connected()
    await handlers.setPolicy({ policy: withKind(USUAL_POLICY, 'contact_details', 'on') })
    const preview = await handlers.previewAccess({ model: 'res.partner' })
    if (!preview.ok) throw new Error(inEnglish(preview.message))
    const at = (name: string): number => preview.columns.findIndex((column) => column.name === name)
    expect(preview.columns[at('email')]).toMatchObject({ hidden: true })
    expect(preview.columns[at('name')]).toMatchObject({ hidden: false })
    expect(preview.rows).toHaveLength(8)
    expect(preview.total).toBeGreaterThan(8)
    for (const row of preview.rows) {
      expect(row[at('email')]).toBeNull()
      expect(row[at('name')]).not.toBeNull()
    }
    expect((await handlers.getActivity({ filter: {}, limit: 1 })).total).toBe(0)
  })

  it('shows what asks first as it would be once allowed, and only the records that the rules leave', async () => {
    const { handlers } = await connected()
    await handlers.setPolicy({ policy: withOthers({ ...OPEN_POLICY, models: { ...OPEN_POLICY.models, others: 'ask' } }, 'ask') })
    expect(await handlers.previewAccess({ model: 'sale.order' })).toMatchObject({ ok: true, rows: expect.arrayContaining([expect.any(Array)]) as unknown })
    const whole = await handlers.previewAccess({ model: 'sale.order' })
    await handlers.setPolicy({ policy: withRows(OPEN_POLICY, 'sale.order', [['state', '=', 'cancel']]) })
    const part = await handlers.previewAccess({ model: 'sale.order' })
    if (!whole.ok || !part.ok) throw new Error('There is no preview.')
    expect(part.total).toBeLessThan(whole.total)
  })

  it('says what a refused or unknown model is answered', async () => {
    const { handlers } = await connected()
    await handlers.setPolicy({ policy: hiding({ models: ['sale.order'] }) })
    expect(await handlers.previewAccess({ model: 'sale.order' })).toMatchObject({ ok: false, message: 'The user has hidden the model sale.order.' })
    expect(await handlers.previewAccess({ model: 'no.such.model' })).toMatchObject({ ok: false })
  })

  it('asks nothing while disconnected', async () => {
    const { handlers, sample } = await connected()
    await handlers.disconnect({})
    sample.clearCalls()
    expect(await handlers.previewAccess({ model: 'res.partner' })).toMatchObject({ ok: false, message: 'Vitrine is disconnected from Odoo.' })
    expect(await handlers.getAccessModels({})).toMatchObject({ ok: false })
    expect(await handlers.getAccessFields({ model: 'res.partner' })).toMatchObject({ ok: false })
    expect(sample.calls).toEqual([])
  })
})

describe('what the rules say of models and fields', () => {
  it('is told by status and with reasons, and follows a change', async () => {
    const { handlers } = await connected()
    await handlers.setPolicy({ policy: withModel(USUAL_POLICY, 'crm.lead', 'hide') })
    const models = await handlers.getAccessModels({})
    if (!models.ok) throw new Error(inEnglish(models.message))
    const statusOf = (model: string) => models.models.find((one) => one.model === model)?.status
    expect([statusOf('sale.order'), statusOf('crm.lead'), statusOf('res.users.apikeys') ?? 'refused']).toEqual(['allowed', 'refused', 'refused'])

    await handlers.setPolicy({ policy: withField(USUAL_POLICY, 'res.partner', 'phone', 'hide') })
    const told = await handlers.getAccessFields({ model: 'res.partner' })
    if (!told.ok) throw new Error(inEnglish(told.message))
    expect(told.fields.find(({ name }) => name === 'phone')).toMatchObject({ shown: false, fixed: false, reason: expect.stringContaining('hidden by you') as string })
    expect(told.fields.find(({ name }) => name === 'name')).toMatchObject({ shown: true, reason: '' })
  })

  it('is refused as a whole where it is not sound', async () => {
    const { handlers, open } = await connected()
    expect(await handlers.setPolicy({ policy: null })).toMatchObject({ ok: false, hint: 'Nothing was changed.' })
    expect(await handlers.setPolicy({ policy: { ...OPEN_POLICY, rows: { 'sale.order': ['state', '=', 'sale'] } } })).toMatchObject({ ok: false })
    expect(open.state().settings.policy).toEqual(USUAL_POLICY)
  })
})

it('a permission sheet names whom it is for, and holds no value of Odoo', async () => {
  const { handlers } = await connected()
  await handlers.setPolicy({ policy: hiding({ fields: { 'res.partner': ['email'] } }) })
  const sheet = await handlers.getPermissionSheet({})
  expect(sheet.facts).toContainEqual({ name: 'Odoo version', value: expect.stringContaining('19') as string })
  expect(JSON.stringify(sheet.sections)).toContain('email of res.partner')
})
