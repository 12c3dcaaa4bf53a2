import type { Json, ModelDef, Row } from './model'

/** Records of one model, in order of id, with what varies by language or company kept beside them. */
export class Table {
  readonly byId = new Map<number, Row>()
  rows: Row[] = []
  nextId = 1
  /** Counts changes; caches compare it. */
  version = 0
  readonly #translations = new Map<string, Map<number, string>>()
  readonly #companyValues = new Map<string, Map<number, Json>>()
  readonly #mirrors = new Map<string, { version: number; ids: Map<number, number[]> }>()
  readonly sorted = new Map<string, { stamp: string; rows: Row[] }>()

  insert(row: Row): void {
    this.byId.set(row.id, row)
    this.rows.push(row)
    if (row.id >= this.nextId) this.nextId = row.id + 1
    this.version += 1
  }

  remove(id: number): void {
    this.byId.delete(id)
    this.rows = this.rows.filter((row) => row.id !== id)
    this.version += 1
  }

  touch(): void {
    this.version += 1
  }

  translation(field: string, lang: string, id: number): string | undefined {
    return this.#translations.get(`${field}|${lang}`)?.get(id)
  }

  translate(field: string, lang: string, id: number, text: string): void {
    const key = `${field}|${lang}`
    const texts = this.#translations.get(key) ?? new Map<number, string>()
    texts.set(id, text)
    this.#translations.set(key, texts)
    this.version += 1
  }

  companyValue(field: string, company: number, id: number): Json | undefined {
    return this.#companyValues.get(`${field}|${company}`)?.get(id)
  }

  setCompanyValue(field: string, company: number, id: number, value: Json): void {
    const key = `${field}|${company}`
    const values = this.#companyValues.get(key) ?? new Map<number, Json>()
    values.set(id, value)
    this.#companyValues.set(key, values)
    this.version += 1
  }

  /** Ids of this table's rows by the id that their many2one `field` (or each id of their many2many) holds. */
  mirror(field: string): Map<number, number[]> {
    const known = this.#mirrors.get(field)
    if (known?.version === this.version) return known.ids
    const ids = new Map<number, number[]>()
    const put = (target: Json | undefined, id: number): void => {
      if (typeof target !== 'number') return
      const list = ids.get(target)
      if (list) list.push(id)
      else ids.set(target, [id])
    }
    for (const row of this.rows) {
      const value = row[field]
      if (Array.isArray(value)) for (const target of value) put(target, row.id)
      else put(value, row.id)
    }
    this.#mirrors.set(field, { version: this.version, ids })
    return ids
  }
}

/** All tables of one database. */
export class Store {
  readonly #tables = new Map<string, Table>()

  table(model: ModelDef | string): Table {
    const name = typeof model === 'string' ? model : model.name
    let table = this.#tables.get(name)
    if (!table) {
      table = new Table()
      this.#tables.set(name, table)
    }
    return table
  }

  /** Changes whenever any record does. */
  get stamp(): string {
    let sum = 0
    for (const table of this.#tables.values()) sum += table.version
    return String(sum)
  }
}
