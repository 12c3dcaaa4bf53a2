import type { Store } from './store'

/** The shapes everything in the sample Odoo is made of: values, fields, models, and who is asking. */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** A record as stored: many2one is an id or `false`, x2many a list of ids, dates are Odoo's strings. */
export type Row = { id: number } & Record<string, Json>

export type OdooVersion = 16 | 17 | 18 | 19 | 20

export type FieldType =
  | 'char' | 'text' | 'html' | 'integer' | 'float' | 'monetary' | 'boolean' | 'date' | 'datetime' | 'selection'
  | 'many2one' | 'one2many' | 'many2many' | 'binary' | 'json' | 'properties' | 'reference' | 'many2one_reference'

export type Compute = (row: Row, env: Env) => Json

export interface FieldDef {
  name: string
  type: FieldType
  string: string
  store: boolean
  searchable: boolean
  sortable: boolean
  groupable: boolean
  required: boolean
  readonly: boolean
  companyDependent: boolean
  translate: boolean
  help?: string
  relation?: string
  /** The many2one of the other model that a one2many mirrors. */
  inverse?: string
  selection?: readonly (readonly [string, string])[]
  currencyField?: string
  digits?: readonly [number, number]
  aggregator?: string
  /** Groups of which one is needed; `.` means never, for nobody. */
  groups?: readonly string[]
  /** A dotted path that the value comes from. */
  related?: readonly string[]
  compute?: Compute
  definitionRecord?: string
  manual: boolean
}

export interface ModelDef {
  name: string
  label: string
  order: string
  recName: string
  /** No field holds a name, so a search by name matches every record. */
  isNameless: boolean
  /** Fields that `name_search` looks into. */
  nameFields: readonly string[]
  parentField: string
  fields: ReadonlyMap<string, FieldDef>
  displayName?: Compute
  access: AccessTable
  rules: readonly RecordRule[]
  /** Pages are cut before these rules are applied, as `mail.message` does. */
  filtersAfterLimit: boolean
  transient: boolean
}

export type Operation = 'read' | 'write' | 'create' | 'unlink'

export type AccessTable = Readonly<Record<Operation, readonly string[]>>

export interface RecordRule {
  /** Absent: applies to everybody (a global rule). Several rules of groups are alternatives. */
  groups?: readonly string[]
  operations?: readonly Operation[]
  allows: (row: Row, env: Env) => boolean
}

export interface UserInfo {
  id: number
  login: string
  name: string
  key: string
  partnerId: number
  lang: string
  tz: string
  companyId: number
  companyIds: readonly number[]
  groups: ReadonlySet<string>
}

/** One call's surroundings: who asks, with which context, of which server. */
export interface Env {
  readonly version: OdooVersion
  readonly models: ReadonlyMap<string, ModelDef>
  readonly store: Store
  readonly user: UserInfo
  readonly context: Readonly<Record<string, Json>>
  /** Rights and rules are not applied. */
  readonly sudo: boolean
  readonly lang: string | undefined
  readonly tz: string
  readonly companyIds: readonly number[]
  readonly companyId: number
  readonly activeTest: boolean
  /** The instant the data is built around, milliseconds since the epoch. */
  readonly nowMs: number
}

/** An integer-valued float: Python writes it `24.0`, and a client in Python tells it from an integer. */
export class PyFloat {
  constructor(readonly value: number) {}
}

/** What a method may return: JSON, floats that know they are floats, or nothing (`undefined`, Python's None). */
export type Answer = Json | PyFloat | undefined | Answer[] | { [key: string]: Answer }

export function isNothing(value: Json | undefined): value is false | null | undefined | '' {
  return value === false || value === null || value === undefined || value === ''
}
