import type { Dice } from '../generated/dice'
import type { FieldDef, Json, ModelDef } from '../sample-odoo/engine/model'
import type { SampleOdoo } from '../sample-odoo/server'

export type Attack = readonly [tool: string, args: Readonly<Record<string, unknown>>]

const MEASURED = new Set(['integer', 'float', 'monetary'])
const TEXTS = new Set(['char', 'text', 'html'])

/**
 * Asks for a field, a model or a record in every place where one can stand. It knows the whole schema and both versions of the
 * hidden values, which is more than any client can know: it guesses right.
 */
export class Attacker {
  readonly #samples: readonly SampleOdoo[]
  readonly #models: ReadonlyMap<string, ModelDef>
  readonly #dice: Dice

  constructor(samples: readonly SampleOdoo[], models: ReadonlyMap<string, ModelDef>, dice: Dice) {
    this.#samples = samples
    this.#models = models
    this.#dice = dice
  }

  /** One attack on a field of a model, in a place of its own. */
  on(model: string, name: string): Attack {
    const field = this.#models.get(model)?.fields.get(name)
    if (field === undefined) return ['odoo_describe_model', { model, fields: [name] }]
    const dice = this.#dice
    const places: (() => Attack)[] = [
      () => ['odoo_search', { model, fields: this.#fields(model, name), domain: this.#domain(model), limit: 1 + dice.below(60), ...this.#order(model) }],
      () => ['odoo_search', { model, domain: [this.#leaf(model, field)], limit: dice.below(2) * 15 }],
      () => ['odoo_search', { model, domain: this.#combined(model, field), fields: ['id'], limit: 30, include_archived: dice.happens(50) }],
      () => ['odoo_search', { model, order: `${name} ${dice.one(['asc', 'desc'])}`, fields: ['id'], limit: 40 }],
      () => ['odoo_aggregate', { model, group_by: [dated(field) ? `${name}:${dice.one(['month', 'year', 'day'])}` : name], limit: 200, domain: this.#domain(model), ...(dice.happens(50) && { order: 'count desc' }) }],
      () => ['odoo_aggregate', { model, measures: [`${name}:${dice.one(MEASURED.has(field.type) ? ['sum', 'avg', 'min', 'max'] : ['count', 'count_distinct', 'min', 'max'])}`], ...this.#groups(model), domain: this.#domain(model) }],
      () => ['odoo_aggregate', { model, domain: [this.#leaf(model, field)] }],
      () => ['odoo_read', { model, ids: this.#ids(model, 12), fields: this.#fields(model, name) }],
      () => ['odoo_read', { model, ids: this.#ids(model, 4), ...(field.type.endsWith('2many') && { expand: [name] }) }],
      () => ['odoo_resolve', { model, names: [this.#text(model, name), this.#text(model, 'name')], limit: 1 + dice.below(20), ...(dice.happens(40) && { domain: [this.#leaf(model, field)] }) }],
      () => ['odoo_describe_model', { model, query: name, limit: 60 }],
      () => this.#through(model, field),
      () => this.#through(model, field),
    ]
    return dice.one(places)()
  }

  /** The same from a model that points here. */
  #through(model: string, field: FieldDef): Attack {
    const dice = this.#dice
    const pointing = [...this.#models.values()].flatMap((other) => [...other.fields.values()].filter(({ relation }) => relation === model).map((relation) => ({ other, relation })))
    if (pointing.length === 0) return ['odoo_describe_model', { model }]
    const { other, relation } = dice.one(pointing)
    const path = `${relation.name}.${field.name}`
    const [, operator, value] = this.#leaf(model, field) as [string, string, Json]
    const ways: (() => Attack)[] = [
      () => ['odoo_search', { model: other.name, domain: [[path, operator, value]], limit: 20 }],
      () => ['odoo_search', { model: other.name, domain: ['!', [path, operator, value]], limit: 0 }],
      () => ['odoo_search', { model: other.name, domain: [[relation.name, dice.one(['any', 'not any']), [[field.name, operator, value]]]], fields: ['id', 'display_name', relation.name] }],
      () => ['odoo_search', { model: other.name, domain: JSON.stringify([[relation.name, dice.one(['=', 'ilike', '!=', 'not ilike', 'in']), dice.happens(50) ? this.#text(model, 'name') : false]]), limit: 10 }],
      () => ['odoo_search', { model: other.name, domain: [[relation.name, dice.one(['child_of', 'parent_of']), dice.one(this.#ids(model, 3))]], limit: 10 }],
      () => ['odoo_search', { model: other.name, domain: [[relation.name, dice.one(['=', 'in', 'not in', '!=']), dice.happens(70) ? this.#ids(model, 3) : dice.one(this.#ids(model, 2))]], limit: 10 }],
      () => ['odoo_search', { model: other.name, fields: [relation.name, path, 'display_name'], limit: 60, order: dice.one([relation.name, 'id']) }],
      () => ['odoo_aggregate', { model: other.name, group_by: [relation.name], limit: 200, domain: this.#domain(other.name) }],
      () => ['odoo_aggregate', { model: other.name, group_by: [relation.name, 'create_uid'], limit: 10, order: dice.one(['count desc', relation.name]) }],
      () => ['odoo_read', { model: other.name, ids: this.#ids(other.name, 8), expand: [relation.name] }],
      () => ['odoo_read', { model: other.name, ids: this.#ids(other.name, 20), fields: ['display_name', relation.name, path] }],
      () => ['odoo_resolve', { model: other.name, names: [this.#text(model, field.name), this.#text(model, 'name')] }],
    ]
    return dice.one(ways)()
  }

  #fields(model: string, name: string): readonly string[] {
    const others = [...(this.#models.get(model)?.fields.keys() ?? [])]
    return [...new Set(['id', name, ...this.#dice.some(others, 1, 8)])]
  }

  #groups(model: string): Readonly<Record<string, unknown>> {
    if (this.#dice.happens(60)) return {}
    const relations = [...(this.#models.get(model)?.fields.values() ?? [])].filter(({ type, store }) => type === 'many2one' && store).map(({ name }) => name)
    return relations.length === 0 ? {} : { group_by: [this.#dice.one(relations)], limit: 200 }
  }

  #order(model: string): Readonly<Record<string, unknown>> {
    const names = [...(this.#models.get(model)?.fields.values() ?? [])].filter(({ sortable }) => sortable).map(({ name }) => name)
    return this.#dice.happens(50) && names.length > 0 ? { order: this.#dice.one(names) } : {}
  }

  #domain(model: string): readonly unknown[] {
    const fields = [...(this.#models.get(model)?.fields.values() ?? [])].filter(({ searchable, store }) => searchable || store)
    return this.#dice.happens(60) || fields.length === 0 ? [] : [this.#leaf(model, this.#dice.one(fields))]
  }

  #combined(model: string, field: FieldDef): readonly unknown[] {
    const leaf = this.#leaf(model, field)
    return this.#dice.one([['!', leaf], ['|', leaf, ['id', '<', 3]], ['&', ['id', '>', 0], '!', leaf], ['|', '!', leaf, leaf]])
  }

  #leaf(model: string, field: FieldDef): readonly [string, string, unknown] {
    const dice = this.#dice
    const { name, relation, type } = field
    const value = this.#value(model, name)
    if (relation !== undefined && relation !== '') {
      if (dice.happens(25)) return [name, dice.one(['ilike', 'not ilike', '=', '=ilike']), this.#text(relation, 'name')]
      if (dice.happens(25)) return [name, dice.one(['=', '!=']), false]
      if (dice.happens(15)) return [name, dice.one(['child_of', 'parent_of']), dice.one(this.#ids(relation, 2))]
      return [name, dice.one(['in', 'not in']), this.#ids(relation, 4)]
    }
    if (dice.happens(15)) return [name, dice.one(['=', '!=']), false]
    if (TEXTS.has(type)) return [name, dice.one(['ilike', '=', '!=', '=like', 'not ilike', '>', '<']), typeof value === 'string' && value !== '' ? value.slice(0, dice.one([3, 200])) : 'a']
    if (type === 'boolean') return [name, dice.one(['=', '!=']), value === true]
    return [name, dice.one(['=', '>=', '<', '!=']), value === false ? 1 : value]
  }

  #value(model: string, name: string): Json {
    const rows = this.#dice.one(this.#samples).data[model] ?? []
    return rows.length === 0 ? false : (this.#dice.one(rows)[name] ?? false)
  }

  #text(model: string, name: string): string {
    const value = this.#value(model, name)
    return typeof value === 'string' && value !== '' ? value.slice(0, 80) : 'a'
  }

  /** Mostly ids that are there. */
  #ids(model: string, most: number): readonly number[] {
    const rows = this.#dice.one(this.#samples).data[model] ?? []
    return rows.length === 0 ? [1] : [...new Set(this.#dice.some(rows, 1, most).map(({ id }) => id))]
  }
}

const dated = ({ type }: FieldDef): boolean => type === 'date' || type === 'datetime'
