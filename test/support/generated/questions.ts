import type { Json, SampleOdoo } from '../sample-odoo/server'
import type { Dice } from './dice'
import { RELATIVE } from './evaluator'
import type { Field, World } from './world'

export interface SearchQuestion {
  readonly model: string
  readonly domain: readonly unknown[]
  /** Sent as JSON text and not as an array. */
  readonly isText: boolean
  readonly fields: readonly string[]
  readonly order?: string
  readonly limit: number
  readonly offset: number
  readonly company_ids?: readonly number[]
  readonly include_archived: boolean
}

export interface GroupQuestion {
  readonly model: string
  readonly domain: readonly unknown[]
  readonly group_by: readonly string[]
  readonly measures: readonly string[]
  readonly order?: string
  readonly limit: number
}

const DATED = new Set(['date', 'datetime'])
const NUMBERS = new Set(['integer', 'float', 'monetary'])
const SORTED = new Set(['char', 'integer', 'float', 'monetary', 'boolean', 'date', 'datetime', 'selection'])

/**
 * Names of records are made of several fields, archived records are asked for by an argument of their own, invoice lines are
 * only some of the lines that point back, and secrets are never shown.
 */
const LEFT_OUT = /^(?:active|display_name|invoice_line_ids)$|token|password/

export class Questioner {
  readonly #world: World
  readonly #dice: Dice
  readonly #sample: SampleOdoo

  constructor(world: World, dice: Dice) {
    this.#world = world
    this.#dice = dice
    this.#sample = world.sample
  }

  search(model: string, companySets: readonly (readonly number[])[]): SearchQuestion {
    const dice = this.#dice
    const fields = this.#fields(model)
    const sortable = fields.filter(({ type }) => SORTED.has(type))
    const order = dice.some(sortable, 1, 2).map(({ name }) => `${name}${dice.one(['', ' asc', ' desc'])}`).join(', ')
    const companies = dice.happens(25) ? dice.one(companySets) : undefined
    return {
      model,
      domain: this.#domain(model),
      isText: dice.happens(30),
      fields: dice.some(fields, 1, 6).map(({ name }) => name),
      ...(order !== '' && dice.happens(70) && { order }),
      limit: dice.one([1, 3, 7, 20, 50, 100]),
      offset: dice.happens(60) ? 0 : dice.below(120),
      ...(companies !== undefined && { company_ids: companies }),
      include_archived: dice.happens(25),
    }
  }

  group(model: string): GroupQuestion {
    const dice = this.#dice
    const fields = this.#fields(model)
    const groupable = fields.filter(({ type, isGroupable, relation }) =>
      isGroupable && (['selection', 'boolean', 'date', 'datetime', 'char'].includes(type) || ((type === 'many2one' || type === 'many2many') && this.#world.knows(relation))))
    const groupBy = dice.some(groupable, 0, 2)
    const measured = dice.some(fields.filter((field) => NUMBERS.has(field.type) && field.isSummed), 0, 3)
    const counted = dice.some(fields.filter(({ type, name }) => (type === 'many2one' || type === 'selection') && !groupBy.some((one) => one.name === name)), 0, 1)
    const dates = dice.some(fields.filter(({ type, name }) => DATED.has(type) && !groupBy.some((one) => one.name === name)), 0, 1)
    const measures = [
      ...measured.map(({ name }) => `${name}:${dice.one(['sum', 'sum', 'avg', 'min', 'max'])}`),
      ...counted.map(({ name }) => `${name}:${dice.one(['count', 'count_distinct'])}`),
      ...dates.map(({ name }) => `${name}:${dice.one(['min', 'max'])}`),
    ]
    const [first] = measures
    const order = dice.one([undefined, 'count desc', 'count', ...(first === undefined || dates.length > 0 ? [] : [`${first} desc`])])
    return {
      model,
      domain: this.#domain(model),
      group_by: groupBy.map(({ name, type }) => (DATED.has(type) ? `${name}:${dice.one(['day', 'week', 'month', 'quarter', 'year'])}` : name)),
      measures,
      ...(order !== undefined && groupBy.length > 0 && { order }),
      limit: dice.one([3, 10, 50, 200]),
    }
  }

  #fields(model: string): readonly Field[] {
    return [...this.#world.fields(model).values()].filter(({ name, type }) => !LEFT_OUT.test(name) && type !== 'one2many' && type !== 'text')
  }

  #domain(model: string): readonly unknown[] {
    const dice = this.#dice
    if (dice.happens(12)) return []
    const terms = (depth: number): readonly unknown[] => {
      if (depth > 0 && dice.happens(35)) return [dice.one(['&', '|', '|']), ...terms(depth - 1), ...terms(depth - 1)]
      if (depth > 0 && dice.happens(12)) return ['!', ...terms(depth - 1)]
      return [this.#leaf(model, 2)]
    }
    return Array.from({ length: dice.happens(25) ? 2 : 1 }, () => terms(2)).flat()
  }

  #leaf(model: string, steps: number): readonly unknown[] {
    const dice = this.#dice
    const relations = [...this.#world.fields(model).values()].filter(({ type, relation, name }) =>
      name !== 'create_uid' && name !== 'write_uid' && !LEFT_OUT.test(name) && this.#world.knows(relation) && FOLLOWED.has(relation) && (type === 'many2one' || type === 'one2many' || type === 'many2many'))
    if (steps > 0 && relations.length > 0 && dice.happens(25)) {
      const { name, type, relation = '' } = dice.one(relations)
      if (this.#sample.version >= 17 && dice.happens(30)) return [name, dice.one(['any', 'not any']), [this.#leaf(relation, 0)]]
      const [path, operator, value] = this.#leaf(relation, steps - 1)
      // A whole day is two conditions, which over a list need not be met by the same record: such a filter is refused.
      const isSafe = type === 'many2one' || operator !== '=' || !isDay(value)
      if (operator !== 'any' && operator !== 'not any') return [`${name}.${String(path)}`, isSafe ? operator : '>=', value]
    }
    const field = dice.one(this.#fields(model))
    return [field.name, ...this.#comparison(model, field)]
  }

  #comparison(model: string, field: Field): readonly [operator: string, value: unknown] {
    const dice = this.#dice
    const { name, type } = field
    const known = (this.#sample.data[model] ?? []).map((row) => row[name]).filter((value): value is Json => value !== undefined && value !== false && value !== null)
    const optional = ['char', 'selection', 'many2one', 'many2many', 'date', 'datetime'].includes(type)
    if (known.length === 0 || (optional && name !== 'id' && dice.happens(12))) {
      return type === 'boolean' || optional ? [dice.one(['=', '!=']), false] : ['>=', 0]
    }
    const value = dice.one(known)
    const several = (): readonly unknown[] => [...new Set(dice.some(known, 1, 4).flatMap((one) => (Array.isArray(one) ? one.slice(0, 1) : [one])))]
    switch (type) {
      case 'boolean':
        return [dice.one(['=', '!=']), dice.happens(50)]
      case 'integer':
      case 'float':
      case 'monetary':
        return dice.happens(15) ? [dice.one(['in', 'not in']), several()] : [dice.one(['=', '!=', '<', '<=', '>', '>=']), value]
      case 'selection':
        return dice.happens(40) ? [dice.one(['in', 'not in']), dice.some(field.selection, 1, 3)] : [dice.one(['=', '!=']), dice.one(field.selection)]
      case 'many2one':
        if (field.relation === 'product.category' && dice.happens(40)) return ['child_of', value]
        return dice.happens(40) ? [dice.one(['in', 'not in']), several()] : [dice.one(['=', '!=']), value]
      case 'many2many': {
        const ids = several()
        return ids.length === 0 ? ['=', false] : [dice.one(['in', 'not in']), ids]
      }
      case 'date':
      case 'datetime': {
        if (type === 'datetime' && dice.happens(30)) return [dice.one(['<', '<=', '>', '>=']), `${String(value).replace(' ', 'T')}Z`]
        const day = dice.happens(40) ? dice.one(Object.keys(RELATIVE)) : String(value).slice(0, 10)
        return [dice.one(['=', '<', '<=', '>', '>=']), day]
      }
      default: {
        const text = String(value).replace(/[%_\\]/g, '')
        if (dice.happens(20) || text.length < 4) return [dice.one(['=', '!=']), value]
        const start = dice.below(text.length - 3)
        const part = text.slice(start, start + 3)
        return [dice.one(['ilike', 'ilike', 'like', 'not ilike']), part.trim() === part ? part : text]
      }
    }
  }
}

const FOLLOWED = new Set(['res.partner', 'res.company', 'product.product', 'product.template', 'product.category', 'sale.order', 'sale.order.line', 'account.move', 'account.move.line', 'crm.team', 'crm.stage', 'res.country', 'account.journal', 'purchase.order', 'project.project'])

const isDay = (value: unknown): boolean => typeof value === 'string' && (/^\d{4}-\d{2}-\d{2}$/.test(value) || value in RELATIVE)
