import { displayName } from '../engine/values'
import type { AccessTable, Compute, FieldDef, FieldType, ModelDef, OdooVersion, RecordRule } from '../engine/model'

/** What a schema table may say about a field beside its type and label. */
export interface FieldOptions {
  required?: boolean
  readonly?: boolean
  store?: boolean
  /** For a field that is not stored: Odoo knows how to search it. */
  searchable?: boolean
  sortable?: boolean
  groupable?: boolean
  perCompany?: true
  translate?: boolean
  help?: string
  digits?: readonly [number, number]
  /** `false`: not summed. */
  aggregator?: string | false
  groups?: readonly string[]
  related?: string
  compute?: Compute
  definition?: string
  since?: OdooVersion
  until?: OdooVersion
  /** Before this version the field was called otherwise: `[name, last version of it]`. */
  was?: readonly [string, OdooVersion]
  currency?: string
  selection?: readonly (readonly [string, string])[]
  relation?: string
  inverse?: string
  manual?: true
  /** The value is the parent record's own, as with a variant and its template. */
  inherited?: true
  /** What held up to this version. */
  old?: readonly [OdooVersion, Partial<FieldSpec>]
}

export interface FieldSpec extends FieldOptions {
  type: FieldType
  label: string
}

const plain = (type: FieldType) => (label: string, options: FieldOptions = {}): FieldSpec => ({ type, label, ...options })

export const char = plain('char')
export const text = plain('text')
export const html = plain('html')
export const integer = plain('integer')
export const float = plain('float')
export const boolean = plain('boolean')
export const date = plain('date')
export const datetime = plain('datetime')
export const binary = plain('binary')
export const json = plain('json')
export const properties = plain('properties')
export const reference = plain('reference')
export const money = (label: string, options: FieldOptions = {}): FieldSpec =>
  ({ type: 'monetary', label, currency: 'currency_id', ...options })
export const selection = (label: string, choices: readonly (readonly [string, string])[], options: FieldOptions = {}): FieldSpec =>
  ({ type: 'selection', label, selection: choices, ...options })
export const many2one = (label: string, relation: string, options: FieldOptions = {}): FieldSpec =>
  ({ type: 'many2one', label, relation, ...options })
export const many2many = (label: string, relation: string, options: FieldOptions = {}): FieldSpec =>
  ({ type: 'many2many', label, relation, ...options })
export const one2many = (label: string, relation: string, inverse: string, options: FieldOptions = {}): FieldSpec =>
  ({ type: 'one2many', label, relation, inverse, ...options })

export interface ModelSpec {
  name: string
  label: string
  labelBefore19?: string
  since?: OdooVersion
  until?: OdooVersion
  order?: string
  orderBefore17?: string
  orderBefore18?: string
  recName?: string
  nameFields?: readonly string[]
  parentField?: string
  displayName?: Compute
  access: AccessTable
  rules?: readonly RecordRule[]
  filtersAfterLimit?: true
  fields: Record<string, FieldSpec>
}

/** The readers may read, and so may the writers; administrators get there through what their group implies. */
export const readableBy = (readers: readonly string[], writers: readonly string[] = []): AccessTable =>
  ({ read: [...readers, ...writers.filter((group) => group !== 'base.group_system' && !readers.includes(group))], write: writers, create: writers, unlink: writers })

const NUMBERS: readonly FieldType[] = ['integer', 'float', 'monetary']

const AUTOMATIC: Record<string, FieldSpec> = {
  id: integer('ID', { readonly: true, aggregator: false }),
  display_name: char('Display Name', { readonly: true, store: false, searchable: true }),
  create_uid: many2one('Created by', 'res.users', { readonly: true }),
  create_date: datetime('Created on', { readonly: true }),
  write_uid: many2one('Last Updated by', 'res.users', { readonly: true }),
  write_date: datetime('Last Updated on', { readonly: true }),
}

/** The model as this version of Odoo knows it. */
export function buildModel(spec: ModelSpec, version: OdooVersion): ModelDef {
  const fields = new Map<string, FieldDef>()
  for (const [name, field] of Object.entries({ ...AUTOMATIC, ...spec.fields })) {
    if (version < (field.since ?? 0) || version > (field.until ?? 99)) continue
    const current = field.was && version <= field.was[1] ? field.was[0] : name
    fields.set(current, buildField(current, field, version))
  }
  const own = fields.get('display_name')
  const renamed = (name: string): string => {
    const was = spec.fields[name]?.was
    return was && version <= was[1] ? was[0] : name
  }
  const recName = spec.recName ?? (fields.has('name') ? 'name' : 'id')
  const model: ModelDef = {
    name: spec.name,
    label: version < 19 ? spec.labelBefore19 ?? spec.label : spec.label,
    order: (version < 17 ? spec.orderBefore17 : undefined) ?? (version < 18 ? spec.orderBefore18 : undefined) ?? spec.order ?? 'id',
    recName,
    nameFields: (spec.nameFields ?? [recName]).map(renamed).filter((name) => fields.has(name)),
    isNameless: recName === 'id',
    parentField: spec.parentField ?? 'parent_id',
    fields,
    ...(spec.displayName ? { displayName: spec.displayName } : {}),
    access: spec.access,
    rules: spec.rules ?? [],
    filtersAfterLimit: spec.filtersAfterLimit ?? false,
    transient: false,
  }
  if (own && !own.store) fields.set('display_name', { ...own, compute: (row, env) => displayName(env, model, row) })
  return model
}

function buildField(name: string, current: FieldSpec, version: OdooVersion): FieldDef {
  const spec = current.old && version <= current.old[0] ? { ...current, ...current.old[1] } : current
  // Company-dependent values moved into the record's own columns with 18; before, they were computed properties.
  const store = spec.store ?? (!spec.related && !(spec.perCompany && version < 18))
  // Up to 17 a condition on the display name was no condition at all.
  const searchable = name === 'display_name' && version <= 17 ? store
    : store || spec.searchable === true || spec.related !== undefined || spec.perCompany === true
  const x2many = spec.type === 'one2many' || spec.type === 'many2many'
  const sortable = spec.sortable ?? ((store || (spec.related !== undefined && (spec.inherited === true || version >= 18))) && !x2many && spec.type !== 'binary')
  const groupable = spec.groupable ?? (sortable || (spec.type === 'many2many' && store))
  const aggregator = name === 'sequence' && version >= 17 ? undefined : aggregatorOf(spec, version, store || sortable)
  return {
    name,
    type: spec.type,
    string: spec.label,
    store,
    searchable,
    sortable,
    groupable,
    required: spec.required === true,
    readonly: spec.readonly === true,
    companyDependent: spec.perCompany === true,
    translate: spec.translate === true,
    manual: spec.manual === true,
    ...(spec.help ? { help: spec.help } : {}),
    ...(spec.relation ? { relation: spec.relation } : {}),
    ...(spec.inverse ? { inverse: spec.inverse } : {}),
    ...(spec.selection ? { selection: spec.selection } : {}),
    ...(spec.currency ? { currencyField: spec.currency } : {}),
    ...(spec.digits ? { digits: spec.digits } : {}),
    ...(aggregator ? { aggregator } : {}),
    ...(spec.groups ? { groups: spec.groups } : {}),
    ...(spec.related ? { related: spec.related.split('.') } : {}),
    ...(spec.compute ? { compute: spec.compute } : {}),
    ...(spec.definition ? { definitionRecord: spec.definition } : {}),
  }
}

function aggregatorOf(spec: FieldSpec, version: OdooVersion, column: boolean): string | undefined {
  if (spec.aggregator === false) return undefined
  if (spec.aggregator) return spec.aggregator
  if (!NUMBERS.includes(spec.type)) return undefined
  return version >= 18 && !column ? undefined : 'sum'
}
