import { describe, expect, it } from 'vitest'
import { VitrineError } from '../../../src/errors/vitrine-error'
import type { OdooReader, RawRecord, SearchQuery } from '../../../src/odoo/port'
import { fakeReader, field, schemaOf } from '../../support/mcp/fake-reader'
import { openSession } from '../../support/mcp/open-session'

const people = schemaOf(
  'x_person', field('name', 'char'), field('job_title', 'char', { required: true }), field('state', 'selection', { selection: [['a', 'A']] }),
  // Rank says it is worth a column, and Odoo computes it from a field that the user may not read.
  field('version_name', 'char'), field('team_id', 'many2one', { relation: 'x_team' }),
)
const teams = schemaOf('x_team', field('name', 'char'))
const denied = (): Promise<never> => Promise.reject(new VitrineError('access_denied_by_odoo', 'Odoo does not let this user read these records.'))

const reader = (read: (fields: readonly string[]) => Promise<readonly RawRecord[]>, more: Partial<OdooReader> = {}): OdooReader =>
  fakeReader({
    schemas: [people, teams],
    searchCount: () => Promise.resolve(2),
    searchRead: ({ fields }: SearchQuery) => read(fields),
    read: (_model, _ids, fields) => read(fields),
    ...more,
  })

const row = (id: number): RawRecord => ({ id, name: `Person ${String(id)}`, state: 'a', team_id: [id, 'Team'] })

describe('a field that Odoo lists and refuses', () => {
  const computed = { ...people, fields: new Map([...people.fields].map(([name, one]) => [name, name === 'name' ? { ...one, stored: false } : one])) }
  const refusing = reader((fields) => (fields.includes('name') ? denied() : Promise.resolve([row(1), row(2)])), { schema: () => Promise.resolve(computed) })

  it('is left out, and said to be, where Vitrine chose the fields', async () => {
    const session = await openSession(refusing)
    for (const [tool, args] of [['odoo_search', {}], ['odoo_read', { ids: [1, 2] }]] as const) {
      const { answer, isError } = await session.call(tool, { model: 'x_person', ...args })
      expect(isError, tool).toBe(false)
      expect(answer['refused_by_odoo'], tool).toEqual(['name'])
      expect(answer['columns'], tool).toEqual(expect.arrayContaining(['id', 'state']))
      expect(answer['columns'], tool).not.toContain('name')
    }
  })

  it('is an error where the client named it', async () => {
    const session = await openSession(refusing)
    expect((await session.call('odoo_search', { model: 'x_person', fields: ['name', 'state'] })).answer).toMatchObject({ code: 'access_denied_by_odoo' })
  })

  it('is no way around a model that is refused as a whole', async () => {
    const session = await openSession(reader(denied, { searchCount: denied, schema: () => Promise.resolve(computed) }))
    expect((await session.call('odoo_search', { model: 'x_person' })).answer).toMatchObject({ code: 'access_denied_by_odoo' })
  })
})

describe('a dotted column', () => {
  it('says when the records behind it may not be read, so that null is not taken for "not set"', async () => {
    const session = await openSession(
      reader(() => Promise.resolve([row(1), { ...row(2), team_id: false }]), {
        searchRead: ({ model, domain }: SearchQuery) =>
          Promise.resolve(model === 'x_team' ? [] : domain.length === 0 ? [row(1), { ...row(2), team_id: false }] : []),
        read: denied,
      }),
    )
    const { answer } = await session.call('odoo_search', { model: 'x_person', fields: ['name', 'team_id.name'] })
    expect(answer).toMatchObject({ rows: [[1, 'Person 1', null], [2, 'Person 2', null]], unreadable: ['team_id.name'] })
  })

  it('is found by a search where it leads to the row of a report, which cannot be read by its id', async () => {
    const session = await openSession(
      reader(() => Promise.resolve([]), {
        searchRead: ({ model, domain }: SearchQuery) => {
          if (model === 'x_person') return Promise.resolve([{ ...row(1), team_id: [-7, 'Report'] }])
          expect(domain).toEqual([['id', 'in', [-7]]])
          return Promise.resolve([{ id: -7, name: 'Report' }])
        },
        searchCount: () => Promise.resolve(1),
        read: denied,
      }),
    )
    expect((await session.call('odoo_search', { model: 'x_person', fields: ['team_id.name'] })).answer).toMatchObject({ rows: [[1, 'Report']] })
  })

  it('says nothing where all that is set can be read', async () => {
    const session = await openSession(reader(() => Promise.resolve([{ ...row(1), team_id: false }, { ...row(2), team_id: false }])))
    expect((await session.call('odoo_search', { model: 'x_person', fields: ['team_id.name'] })).answer).not.toHaveProperty('unreadable')
  })
})

describe('rows of a report that share an id', () => {
  it('come with a warning, since Odoo answers one of them for all', async () => {
    const session = await openSession(reader(() => Promise.resolve([row(-4), row(-4)])))
    const { answer } = await session.call('odoo_search', { model: 'x_person', fields: ['name'] })
    expect(answer['warnings']).toEqual([expect.stringMatching(/one id.*odoo_aggregate/)])
    const distinct = await openSession(reader(() => Promise.resolve([row(-4), row(-5)])))
    expect((await distinct.call('odoo_search', { model: 'x_person', fields: ['name'] })).answer).not.toHaveProperty('warnings')
  })
})
