import type { Row } from '../sample-odoo/server'

export interface BooksOptions {
  readonly data: Readonly<Record<string, readonly Row[]>>
  /** The companies whose records the user sees. */
  readonly companies: readonly number[]
  readonly timeZone: string
  /** The present instant, ISO. */
  readonly now: string
  /** A product's cost in a company: kept beside the records, because it differs by company. */
  readonly costOf: (product: number, company: number) => number
}

/** The sample's raw records as one user may see them: filtered, joined and added up here by hand, never by the tools. */
export class Books {
  readonly costOf: BooksOptions['costOf']
  /** Odoo's own text for the present, naive UTC. */
  readonly now: string
  readonly #options: BooksOptions

  constructor(options: BooksOptions) {
    this.#options = options
    this.costOf = options.costOf
    this.now = options.now.replace('T', ' ').slice(0, 19)
  }

  /** Records of the user's companies and of none, archived ones left out. */
  rows(model: string): readonly Row[] {
    return this.all(model).filter((row) => row['active'] !== false)
  }

  /** As `rows`, with the archived ones. */
  all(model: string): readonly Row[] {
    const { data, companies } = this.#options
    return (data[model] ?? []).filter(({ company_id: company }) => typeof company !== 'number' || companies.includes(company))
  }

  one(model: string, id: unknown): Row {
    const row = this.#options.data[model]?.find((candidate) => candidate.id === id)
    if (row === undefined) throw new Error(`There is no ${model} ${String(id)}.`)
    return row
  }

  /** The local day of a date with time. */
  day(datetime: unknown): string {
    return new Date(`${String(datetime).replace(' ', 'T')}Z`).toLocaleDateString('sv-SE', { timeZone: this.#options.timeZone })
  }

  currencyOf(row: Row): string {
    return String(this.one('res.currency', row['currency_id'])['name'])
  }

  /** The contact of that whole name. */
  contact(name: string): Row {
    const row = this.all('res.partner').find((one) => (one['complete_name'] ?? one['display_name']) === name)
    if (row === undefined) throw new Error('There is no such contact.')
    return row
  }
}
