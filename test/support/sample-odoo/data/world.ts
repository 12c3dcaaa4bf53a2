import type { Json, Row } from '../engine/model'
import { DAY_MS, dateText, datetimeText } from '../engine/time'

/** A small generator of repeatable pseudo-random numbers (mulberry32). */
export class Dice {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number from `least` to `most`, both included. */
  int(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.next() * items.length)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }
}

/** A text with its French translation; the loader keeps the two apart. */
export interface Translated { en: string; fr: string }
export const tr = (en: string, fr: string): Translated => ({ en, fr })

/** A value that differs by company. */
export interface PerCompany { base: Json; byCompany: Record<number, Json> }

export type DraftValue = Json | Translated | PerCompany

export const cents = (value: number): number => Math.round((value + Number.EPSILON) * 100) / 100

/** Everything invented, by model, under the field names of the newest version. */
export class World {
  readonly tables = new Map<string, Record<string, DraftValue>[]>()
  readonly dice: Dice

  constructor(seed: number, readonly nowMs: number) {
    this.dice = new Dice(seed)
  }

  /** Adds a record and gives it the next id. */
  add(model: string, values: Record<string, DraftValue>, id?: number): number {
    const rows = this.tables.get(model) ?? []
    this.tables.set(model, rows)
    const last = rows[rows.length - 1]
    const next = id ?? (typeof last?.['id'] === 'number' ? last['id'] : 0) + 1
    rows.push({ create_uid: 1, write_uid: 1, create_date: this.moment(-400, 8), write_date: this.moment(-30, 8), ...values, id: next })
    return next
  }

  rows(model: string): readonly Row[] {
    return (this.tables.get(model) ?? []) as unknown as readonly Row[]
  }

  row(model: string, id: number): Row {
    const rows = this.rows(model)
    const row = rows[id - 1]?.id === id ? rows[id - 1] : rows.find((candidate) => candidate.id === id)
    if (!row) throw new Error(`no ${model} ${id}`)
    return row
  }

  /** The day `offset` days from today, as Odoo writes dates. */
  day(offset: number): string {
    return dateText(this.nowMs + offset * DAY_MS)
  }

  /** An instant on that day, at a full or odd minute, in UTC. */
  moment(offset: number, hour: number, minute = 0): string {
    const midnight = Math.floor(this.nowMs / DAY_MS) * DAY_MS
    return datetimeText(midnight + offset * DAY_MS + hour * 3_600_000 + minute * 60_000)
  }
}
