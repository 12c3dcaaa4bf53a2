import { json2, rpc } from '../sample-odoo/client'
import type { Json, Row, SampleOdoo, SampleUser } from '../sample-odoo/server'

/** A field as `fields_get` of the server describes it. */
export interface Field {
  readonly name: string
  readonly type: string
  readonly relation?: string
  readonly relationField?: string
  readonly selection: readonly string[]
  readonly isGroupable: boolean
  readonly isSummed: boolean
}

/**
 * What one user can see of the sample, by plain calls and the stored records: the ground on which an answer is worked out a
 * second time. It shares no code with the product.
 */
export class World {
  readonly #fields = new Map<string, ReadonlyMap<string, Field>>()
  readonly #visible = new Map<string, readonly Row[]>()
  readonly #pointing = new Map<string, ReadonlyMap<unknown, readonly Row[]>>()
  readonly #rows = new Map<string, ReadonlyMap<number, Row>>()
  readonly #companies: readonly number[]
  readonly sample: SampleOdoo

  private constructor(sample: SampleOdoo, companies: readonly number[]) {
    this.sample = sample
    this.#companies = companies
  }

  /** Learns all there is to know about the models for every set of companies that the user may name. */
  static async of(sample: SampleOdoo, user: SampleUser, models: readonly string[], companySets: readonly (readonly number[])[]): Promise<World> {
    const world = new World(sample, companySets[0] ?? [])
    for (const model of models) {
      const described = await ask(sample, user, model, 'fields_get', { attributes: ATTRIBUTES })
      if (described === undefined) continue
      world.#rows.set(model, new Map((sample.data[model] ?? []).map((row) => [row.id, row])))
      world.#fields.set(model, storedFields(described as unknown as Record<string, Attributes>, sample.data[model] ?? []))
      for (const companies of companySets) {
        const found = await ask(sample, user, model, 'search_read', { domain: [], fields: ['id'], context: { active_test: false, allowed_company_ids: [...companies] } })
        if (found === undefined) continue
        const ids = new Set((found as { id: number }[]).map(({ id }) => id))
        world.#visible.set(`${model} ${companies.join()}`, (sample.data[model] ?? []).filter(({ id }) => ids.has(id)))
      }
    }
    return world
  }

  /** Stored fields whose values lie in the records as they are. */
  fields(model: string): ReadonlyMap<string, Field> {
    return this.#fields.get(model) ?? new Map()
  }

  knows(model: string | undefined): model is string {
    return model !== undefined && this.#visible.has(`${model} ${this.#companies.join()}`)
  }

  row(model: string, id: number): Row | undefined {
    return this.#rows.get(model)?.get(id)
  }

  /** Archived ones too. */
  visible(model: string, companies: readonly number[] | undefined): readonly Row[] {
    return this.#visible.get(`${model} ${(companies ?? this.#companies).join()}`) ?? []
  }

  /** The visible records whose field holds the value. */
  pointing(model: string, field: string, value: unknown, companies: readonly number[] | undefined): readonly Row[] {
    const key = `${model} ${field} ${(companies ?? this.#companies).join()}`
    let index = this.#pointing.get(key)
    if (index === undefined) {
      const made = new Map<unknown, Row[]>()
      for (const row of this.visible(model, companies)) made.set(row[field], [...(made.get(row[field]) ?? []), row])
      this.#pointing.set(key, (index = made))
    }
    return index.get(value) ?? []
  }
}

const ATTRIBUTES = ['type', 'relation', 'relation_field', 'selection', 'store', 'searchable', 'sortable', 'groupable', 'aggregator', 'group_operator', 'company_dependent']

interface Attributes {
  readonly type: string
  readonly relation?: string
  readonly relation_field?: string
  readonly selection?: readonly (readonly [string, string])[]
  readonly store?: boolean
  readonly groupable?: boolean
  readonly aggregator?: string
  readonly group_operator?: string
  readonly company_dependent?: boolean
}

/** Types whose stored value can be told from the record alone. */
const TYPES = new Set(['char', 'text', 'integer', 'float', 'monetary', 'boolean', 'date', 'datetime', 'selection', 'many2one', 'many2many', 'one2many'])

/** A number that is absent is shown as zero and yet is none to a filter: such fields are left alone. */
const NUMBERS = new Set(['integer', 'float', 'monetary'])

function storedFields(described: Readonly<Record<string, Attributes>>, rows: readonly Row[]): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>()
  for (const [name, said] of Object.entries(described)) {
    const isMirror = said.type === 'one2many' && said.relation_field !== undefined
    const isPlain = said.store === true && said.company_dependent !== true && (NUMBERS.has(said.type) ? rows.every((row) => name in row) : rows.some((row) => name in row))
    if (!TYPES.has(said.type) || (!isMirror && !isPlain)) continue
    fields.set(name, {
      name,
      type: said.type,
      ...(said.relation !== undefined && { relation: said.relation }),
      ...(said.relation_field !== undefined && { relationField: said.relation_field }),
      selection: (said.selection ?? []).map(([value]) => value),
      // 16 and 17 do not say; there, what is stored and no list can be grouped by.
      isGroupable: said.groupable ?? said.type !== 'one2many',
      isSummed: (said.aggregator ?? said.group_operator) === 'sum',
    })
  }
  return fields
}

async function ask(sample: SampleOdoo, user: SampleUser, model: string, method: string, kwargs: Record<string, Json>): Promise<Json | undefined> {
  if (sample.version >= 19) {
    const { status, body } = await json2(sample, user, model, method, kwargs)
    return status === 200 ? body : undefined
  }
  return (await rpc(sample, user, model, method, [], kwargs)).result
}
