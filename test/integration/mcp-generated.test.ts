import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Dice } from '../support/generated/dice'
import { find, sorted, ZONE, type Sight } from '../support/generated/evaluator'
import { groupsOf } from '../support/generated/groups'
import { Questioner, type GroupQuestion, type SearchQuestion } from '../support/generated/questions'
import { World } from '../support/generated/world'
import { openSession, sampleReader, type McpSession } from '../support/mcp/open-session'
import { startSampleOdoo, type Json, type OdooVersion, type Row, type SampleOdoo, type SampleUserName } from '../support/sample-odoo/server'

const ASKED = [
  'sale.order', 'sale.order.line', 'res.partner', 'account.move', 'account.move.line', 'crm.lead', 'purchase.order', 'stock.picking',
  'product.template', 'product.product', 'project.task', 'mail.message', 'stock.quant', 'x_visit',
]
const KNOWN = [
  ...ASKED, 'res.company', 'product.category', 'crm.team', 'crm.stage', 'crm.tag', 'res.country', 'res.currency', 'account.journal', 'project.project',
  'stock.location', 'res.partner.category', 'purchase.order.line', 'res.users', 'project.tags', 'account.tax', 'stock.warehouse',
]
const COMPANIES: Readonly<Partial<Record<SampleUserName, readonly (readonly number[])[]>>> = {
  admin: [[1, 2, 3], [1], [2], [1, 3]],
  reader: [[1, 2], [1], [2]],
}

type Cells = readonly unknown[]

describe.each<readonly [OdooVersion, SampleUserName, number]>([
  [19, 'admin', 130], [17, 'admin', 130], [19, 'reader', 50], [17, 'reader', 50], [18, 'admin', 40], [16, 'admin', 40], [20, 'reader', 30],
])('questions to Odoo %i as %s', (version, user, count) => {
  let sample: SampleOdoo
  let session: McpSession
  let world: World
  let questioner: Questioner
  const companySets = COMPANIES[user] ?? []

  beforeAll(async () => {
    sample = await startSampleOdoo({ version })
    session = await openSession(sampleReader(sample, user))
    world = await World.of(sample, sample.users[user], KNOWN, companySets)
    questioner = new Questioner(world, new Dice(version * 1_000 + count))
  })
  afterAll(async () => {
    await session.close()
    await sample.close()
  })

  const modelsAsked = (): readonly string[] => ASKED.filter((model) => world.knows(model))
  const sightOf = (question: Partial<SearchQuestion>): Sight => ({ world, companies: question.company_ids, includesArchived: question.include_archived === true })
  const argumentsOf = ({ domain, isText, ...rest }: SearchQuestion): Readonly<Record<string, unknown>> => ({ ...rest, domain: isText ? JSON.stringify(domain) : domain })

  it(`find, count and order ${String(count)} times what the records hold, and page over each match once`, async () => {
    let matches = 0
    for (let nth = 0; nth < count; nth += 1) {
      const models = modelsAsked()
      const question = questioner.search(models[nth % models.length] ?? '', companySets)
      const what = JSON.stringify(question)
      const expected = find(sightOf(question), question.model, question.domain)
      matches += expected.length > 0 ? 1 : 0
      const { answer, text } = await session.call('odoo_search', argumentsOf(question))
      expect(answer['total'], `${what}\n${text.slice(0, 400)}`).toBe(expected.length)
      const rows = answer['rows'] as readonly Cells[]
      const columns = answer['columns'] as readonly string[]
      if (question.order !== undefined) {
        const inOrder = sorted(world, question.model, expected, question.order)
        expect(rows.map(([id]) => id), what).toEqual(inOrder.slice(question.offset, question.offset + rows.length).map(({ id }) => id))
      }
      const wanted = Math.min(question.limit, Math.max(0, expected.length - question.offset))
      if (rows.length < wanted) expect(answer['cut'], what).toMatchObject({ how_to_go_on: expect.any(String) })
      expect(rows.length, what).toBeLessThanOrEqual(wanted)
      const end = question.offset + rows.length
      expect(answer['next_offset'], what).toBe(rows.length > 0 && end < expected.length ? end : undefined)
      const byId = new Map(expected.map((row) => [row.id, row]))
      for (const cells of rows) for (const [index, name] of columns.entries()) expectCell(question.model, name, cells[index], byId.get(cells[0] as number), question)
      if (nth % 6 === 0) await walk(question, expected, what)
    }
    // A good part of the questions must be about something.
    expect(matches).toBeGreaterThan(count * 0.4)
  })

  it(`group, sum, average and count ${String(count)} times as the records add up`, async () => {
    for (let nth = 0; nth < count; nth += 1) {
      const models = modelsAsked().filter((model) => model !== 'mail.message')
      const question = questioner.group(models[nth % models.length] ?? '')
      await expectGroups(question)
    }
  })

  async function walk(question: SearchQuestion, expected: readonly Row[], what: string): Promise<void> {
    const ids: unknown[] = []
    const limit = Math.min(100, Math.max(question.limit, Math.ceil(expected.length / 8)))
    for (let offset: number | undefined = 0; offset !== undefined;) {
      const { answer } = await session.call('odoo_search', { ...argumentsOf(question), fields: ['id', ...question.fields.slice(0, 1)], limit, offset })
      expect(answer['total'], what).toBe(expected.length)
      ids.push(...(answer['rows'] as readonly Cells[]).map(([id]) => id))
      offset = answer['next_offset'] as number | undefined
    }
    expect(ids.length, what).toBe(expected.length)
    expect([...ids].sort((a, b) => Number(a) - Number(b)), what).toEqual(expected.map(({ id }) => id))
  }

  function expectCell(model: string, name: string, cell: unknown, row: Row | undefined, question: SearchQuestion): void {
    const field = world.fields(model).get(name)
    const stored = row?.[name]
    // A column that was not asked for is the currency of one that was.
    if (field === undefined) return
    const where = `${name} of ${model} ${String(row?.id)}: ${JSON.stringify(question)}`
    const value: Json = stored ?? (['integer', 'float', 'monetary'].includes(field.type) ? 0 : false)
    switch (field.type) {
      case 'boolean':
        expect(cell, where).toBe(value === true)
        return
      case 'many2many':
        expect(cell, where).toBe(Array.isArray(value) ? visibleOf(field.relation, value, question.company_ids) : 0)
        return
      case 'many2one':
        expect(value === false ? cell : (cell as Cells)[0], where).toBe(value === false ? null : value)
        return
      case 'datetime':
        if (value === false) expect(cell, where).toBeNull()
        else {
          expect(Date.parse(String(cell)), where).toBe(Date.parse(`${String(value).replace(' ', 'T')}Z`))
          expect(String(cell), where).toMatch(/\+0[12]:00$/)
        }
        return
      default:
        // JSON has two zeros.
        expect(cell, where).toBe(value === false ? null : value === 0 ? 0 : value)
    }
  }

  function visibleOf(relation: string | undefined, ids: readonly Json[], companies: readonly number[] | undefined): number {
    if (!world.knows(relation)) return ids.length
    const seen = new Set(world.visible(relation, companies).map(({ id }) => id))
    return ids.filter((id) => seen.has(id as number)).length
  }

  async function expectGroups(question: GroupQuestion): Promise<void> {
    const what = JSON.stringify(question)
    const found = find(sightOf({}), question.model, question.domain)
    const expected = groupsOf(world, question.model, found, question.group_by, question.measures)
    const [total] = groupsOf(world, question.model, found, [], question.measures).values()
    const seen = new Set<string>()
    const ranks: number[] = []
    for (let offset: number | undefined = 0; offset !== undefined;) {
      const limit: number = offset === 0 ? question.limit : Math.max(question.limit, Math.ceil(expected.size / 6))
      const { answer, text } = await session.call('odoo_aggregate', { ...question, limit: Math.min(200, limit), offset })
      const grand = answer['total_row'] as Cells | undefined
      expect(grand?.[question.group_by.length], `${what}\n${text.slice(0, 400)}`).toBe(found.length)
      if (total !== undefined) expectMeasures(grand?.slice(question.group_by.length + 1) ?? [], total.measures, `total: ${what}`)
      for (const cells of answer['rows'] as readonly Cells[]) {
        const key = cells.slice(0, question.group_by.length).map(keyText).join(' | ')
        expect(seen.has(key), `${key} twice: ${what}`).toBe(false)
        seen.add(key)
        const group = expected.get(key)
        expect(group, `${key} in ${[...expected.keys()].slice(0, 5).join('; ')}: ${what}`).toBeDefined()
        expect(cells[question.group_by.length], `${key}: ${what}`).toBe(group?.count)
        expectMeasures(cells.slice(question.group_by.length + 1), group?.measures ?? [], `${key}: ${what}`)
        if (question.order !== undefined) {
          const [by = ''] = question.order.split(' ')
          ranks.push(by === 'count' ? (group?.count ?? 0) : Number(group?.measures[question.measures.indexOf(by)] ?? 0))
        }
      }
      expect(answer['has_more'], what).toBe(seen.size < expected.size && question.group_by.length > 0)
      offset = answer['next_offset'] as number | undefined
    }
    if (question.group_by.length > 0) expect(seen.size, what).toBe(expected.size)
    const sign = question.order?.endsWith(' desc') === true ? -1 : 1
    ranks.slice(1).forEach((rank, index) => { expect(sign * (rank - (ranks[index] ?? 0)), what).toBeGreaterThanOrEqual(-1e-6) })
  }

  function keyText(cell: unknown): string {
    if (Array.isArray(cell)) return String(cell[0])
    if (typeof cell === 'object' && cell !== null && 'from' in cell) return String(cell.from)
    return String(cell)
  }

  function expectMeasures(cells: Cells, expected: readonly (number | string | null)[], what: string): void {
    expect(cells.length, what).toBe(expected.length)
    expected.forEach((value, index) => {
      const cell = cells[index]
      if (typeof value === 'number' && typeof cell === 'number') expect(Math.abs(cell - value), what).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(value)))
      else if (typeof value === 'string' && value.length > 10) expect(Date.parse(String(cell)), what).toBe(Date.parse(`${value.replace(' ', 'T')}Z`))
      else expect(cell, what).toBe(value)
    })
  }

  it('are put by somebody in the zone that the evaluator counts with', async () => {
    expect((await session.call('odoo_context')).answer).toMatchObject({ time_zone: ZONE, language: 'en_US' })
  })
})
