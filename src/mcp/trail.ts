import type { ConsentGrant } from '../contract/consent'
import type { WireCall } from '../odoo/port'
import type { McpDeps } from './deps'

/** Names kept of one call at most: a row of the journal is no place for a thousand of them. */
const MOST_NAMES = 60

/** What one call leaves behind: names and counts, never a value. Filled by the tools as they go. */
export class Trail {
  connectionId = ''
  /** For the answer, when there is more than one connection. */
  connectionName?: string | undefined
  /** Login of the Odoo user, as soon as it is known. */
  odooUser: string | undefined
  companies: readonly number[] = []
  /** How the user allowed the model, where the policy asks first. */
  consent: ConsentGrant | undefined
  model: string | undefined
  modelLabel: string | undefined
  filterShape = ''
  rows = 0
  total: number | undefined
  readonly #clock: McpDeps['host']
  readonly #fields = new Set<string>()
  readonly #hidden = new Set<string>()
  readonly #methods = new Set<string>()
  readonly #waits: (readonly [from: number, to: number])[] = []

  constructor(clock: McpDeps['host']) {
    this.#clock = clock
  }

  /** A field that exists was read, filtered on, sorted or grouped by. */
  use(...names: readonly string[]): void {
    for (const name of names) if (this.#fields.size < MOST_NAMES) this.#fields.add(name)
  }

  /** A field that exists was asked for and withheld. */
  hide(...names: readonly string[]): void {
    for (const name of names) if (this.#hidden.size < MOST_NAMES) this.#hidden.add(name)
  }

  get fields(): readonly string[] {
    return [...this.#fields]
  }

  get hiddenFields(): readonly string[] {
    return [...this.#hidden]
  }

  /** Methods of Odoo that were called, once each. */
  get methods(): readonly string[] {
    return [...this.#methods]
  }

  /** A request to Odoo has just ended. */
  sent({ method, ms }: Pick<WireCall, 'method' | 'ms'>): void {
    this.#methods.add(method)
    const now = this.#clock.monotonicMs()
    this.#waits.push([now - ms, now])
  }

  /** Milliseconds during which at least one request was under way: requests that ran side by side count once. */
  odooMs(): number {
    const waits = [...this.#waits].sort(([a], [b]) => a - b)
    let total = 0
    let end = Number.NEGATIVE_INFINITY
    for (const [from, to] of waits) {
      total += Math.max(0, to - Math.max(from, end))
      end = Math.max(end, to)
    }
    return total
  }
}
