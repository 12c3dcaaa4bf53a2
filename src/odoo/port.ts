import type { ChangeRight, KeyExpiry } from '../contract/key-care'

/**
 * The door of the Odoo room: what the rest of the house may ask of an Odoo server. It is read-only by construction:
 * there is no way to name a method here, and the transport checks its allowlist once more before the socket.
 */

export type Protocol = 'json2' | 'jsonrpc'

export interface OdooVersion {
  /** 16, 17, 18, 19, 20…; a `saas~19.1` counts as 19 with minor 1. */
  readonly major: number
  readonly minor: number
  /** As the server said it, reduced to letters, digits and `.~+-`. */
  readonly text: string
}

/** A filter in Odoo's prefix notation, already validated: see domain.ts. */
export type DomainLeaf = readonly [field: string, operator: string, value: unknown]
export type DomainItem = '&' | '|' | '!' | DomainLeaf
export type Domain = readonly DomainItem[]

/** Odoo's context, always sent whole: JSON-2 has no default language, time zone or companies. */
export interface CallContext {
  readonly lang?: string
  readonly tz?: string
  readonly allowed_company_ids?: readonly number[]
  readonly active_test?: boolean
  /** Binary fields answer their size as text instead of their content. */
  readonly bin_size?: true
}

/** One request that went to Odoo, for the journal: no arguments, no values. */
export interface WireCall {
  readonly model: string
  readonly method: string
  /** From the first byte sent to the last received, milliseconds. */
  readonly ms: number
}

export interface CallOptions {
  readonly context?: CallContext
  readonly signal?: AbortSignal
  readonly onWireCall?: (call: WireCall) => void
}

export type FieldType =
  | 'char' | 'text' | 'html' | 'integer' | 'float' | 'monetary' | 'boolean' | 'date' | 'datetime' | 'selection'
  | 'many2one' | 'one2many' | 'many2many' | 'many2one_reference' | 'reference' | 'binary' | 'image' | 'json'
  | 'properties' | 'properties_definition'

export interface FieldInfo {
  readonly name: string
  /** Label in the user's language, one line. */
  readonly label: string
  readonly type: FieldType | (string & {})
  /** Comodel of a relational field. */
  readonly relation?: string
  /** On a one2many: the many2one of the comodel that points back. */
  readonly relationField?: string
  /** Where Odoo copies the value from: `order_id.currency_id`. Inherited fields have it too. */
  readonly related?: string
  readonly selection?: readonly (readonly [value: string, label: string])[]
  readonly currencyField?: string
  /** `sum`, `avg`…; absent when the field cannot be aggregated. */
  readonly aggregator?: string
  readonly stored: boolean
  /** False for a non-stored field without a search method: a filter on it would be ignored by Odoo 16 to 18. */
  readonly searchable: boolean
  readonly sortable: boolean
  readonly groupable: boolean
  readonly companyDependent: boolean
  readonly required: boolean
  readonly help?: string
}

export interface ModelSchema {
  readonly model: string
  readonly fields: ReadonlyMap<string, FieldInfo>
}

export interface OdooCompany {
  readonly id: number
  readonly name: string
  /** ISO code such as `EUR`. */
  readonly currency: string
}

export interface OdooUser {
  readonly id: number
  readonly name: string
  readonly login: string
  /** Such as `en_US`. */
  readonly lang: string
  /** IANA name; `UTC` when the user has none or an unknown one. */
  readonly tz: string
  readonly companies: readonly OdooCompany[]
  /** The user's current company. */
  readonly companyId: number
}

/** One record as Odoo sends it: `false` stands for null on every type but boolean. */
export type RawRecord = Readonly<Record<string, unknown>> & { readonly id: number }

export interface SearchQuery {
  readonly model: string
  readonly domain: Domain
  readonly fields: readonly string[]
  readonly offset: number
  /** At least 1: Odoo takes 0 for "no limit". */
  readonly limit: number
  /** Odoo's syntax, `date_order desc, id`; absent for the model's own order. */
  readonly order?: string
}

export type DateGranularity = 'day' | 'week' | 'month' | 'quarter' | 'year'
export type AggregateFunction = 'sum' | 'avg' | 'min' | 'max' | 'count' | 'count_distinct' | 'bool_and' | 'bool_or'

export interface GroupQuery {
  readonly model: string
  readonly domain: Domain
  readonly groupBy: readonly { readonly field: FieldInfo; readonly granularity?: DateGranularity }[]
  /** Every group's number of records is always answered besides these. */
  readonly measures: readonly { readonly field: FieldInfo; readonly aggregate: AggregateFunction }[]
  readonly offset: number
  readonly limit: number
  /** By a group (`{group: 0}`), a measure (`{measure: 1}`) or the number of records (`'count'`). */
  readonly order?: readonly {
    readonly by: { readonly group: number } | { readonly measure: number } | 'count'
    readonly direction: 'asc' | 'desc'
  }[]
}

/** The key of one group in one dimension. `null` is the group without a value. */
export type GroupKey =
  | null
  | { readonly kind: 'value'; readonly value: string | number | boolean }
  | { readonly kind: 'record'; readonly id: number; readonly name: string }
  /** `from` inclusive and `to` exclusive, as Odoo's naive UTC datetime or date text; `label` as Odoo words it. */
  | { readonly kind: 'range'; readonly label: string; readonly from: string; readonly to: string }

export interface Group {
  readonly keys: readonly GroupKey[]
  /** In the order of the query's measures; null where Odoo has none. */
  readonly measures: readonly (number | boolean | string | null)[]
  readonly count: number
}

/** Reads of one connection. Every method throws `VitrineError` and nothing else. */
export interface OdooReader {
  readonly url: string
  /** Of the server in use, once `user` has been answered; before that the probe runs first. */
  server: (options?: CallOptions) => Promise<{ readonly version: OdooVersion; readonly protocol: Protocol; readonly database: string }>
  /** The key's owner. Cached for the life of the reader; `fresh` asks Odoo again, which proves that the key still works. */
  user: (options?: CallOptions & { readonly fresh?: true }) => Promise<OdooUser>
  /** Fields that the user may read. Cached by model and language. Unknown model → `unknown_model`. */
  schema: (model: string, options?: CallOptions & { readonly fresh?: true }) => Promise<ModelSchema>
  /** Models the user may see, with labels; works without rights on `ir.model`. Cached. */
  models: (options?: CallOptions) => Promise<readonly { readonly model: string; readonly label: string }[]>
  /** May the user read records of the model at all; record rules may still hide some or all. Unknown model → `unknown_model`. */
  canRead: (model: string, options?: CallOptions) => Promise<boolean>
  searchRead: (query: SearchQuery, options?: CallOptions) => Promise<readonly RawRecord[]>
  /** Exact number of matching records. */
  searchCount: (model: string, domain: Domain, options?: CallOptions) => Promise<number>
  /** Missing ids are left out, in the order asked otherwise. Fails as a whole when one record is forbidden. */
  read: (model: string, ids: readonly number[], fields: readonly string[], options?: CallOptions) => Promise<readonly RawRecord[]>
  /**
   * Whether Odoo, asked for a name in this model, looks for it. On a model without a field for names every version answers
   * with all records instead, in `name_search` and wherever a filter compares names (`_search_display_name` in its ORM).
   * Asked once a model, with a name that nothing has.
   */
  searchesNames: (model: string, options?: CallOptions) => Promise<boolean>
  /** Throws `invalid_domain` where `searchesNames` says no. */
  nameSearch: (
    query: { readonly model: string; readonly name: string; readonly domain: Domain; readonly limit: number },
    options?: CallOptions,
  ) => Promise<readonly { readonly id: number; readonly name: string }[]>
  /** `formatted_read_group` or `read_group`, one shape for both. */
  group: (query: GroupQuery, options?: CallOptions) => Promise<readonly Group[]>
  /** Closes the sockets; calls in flight end with `disconnected`. */
  close: () => void
}

/**
 * What Vitrine itself asks about the account it reads with. Tools get an `OdooReader` and have no way to these.
 */
export interface OwnAccountReader extends OdooReader {
  /** When the key in use ends, as far as Odoo says. Before 18, Odoo knows no end of a key and says `unknown`. */
  keyExpiry: (options?: CallOptions) => Promise<KeyExpiry>
  /** Which changes of the model's records Odoo would let the user make; record rules may still forbid some or all. */
  mayChange: (model: string, options?: CallOptions) => Promise<readonly ChangeRight[]>
}

/** What is needed to reach one Odoo. The secret is asked for each request and held no longer. */
export interface ReaderConfig {
  readonly url: string
  /** Empty when the server has a single database. */
  readonly database: string
  readonly login: string
  readonly withSecret: <T>(use: (apiKey: string) => Promise<T>) => Promise<T>
  /** PEM text of a private certificate authority, besides the system's. */
  readonly ca?: string
}
