import { VitrineError } from '../../errors/vitrine-error'
import { nearestNames } from '../../odoo/nearest-names'
import type { CallContext, FieldInfo, ModelSchema } from '../../odoo/port'
import type { Verdict } from '../../policy/decide'
import type { Call } from '../call'
import { restrictedField, type Visibility } from '../visibility'
import { defaultFields } from './default-fields'
import { clip } from './text'

/** One column of an answer: a field of the model, or of the record that one of its many2one fields points to. */
export interface Column {
  /** `name` or `partner_id.name`. */
  readonly key: string
  /** The model that the field belongs to. */
  readonly model: string
  readonly field: FieldInfo
  /** The many2one that leads to the field's model. */
  readonly through?: FieldInfo
}

export interface ColumnPlan {
  readonly model: string
  /** The id first. */
  readonly columns: readonly Column[]
  /** By the key of a monetary column: where its currency stands. */
  readonly currencies: ReadonlyMap<string, Column>
  /** Names asked for and withheld by the policy. */
  readonly restricted: readonly string[]
}

const idField: FieldInfo = {
  name: 'id',
  label: 'ID',
  type: 'integer',
  stored: true,
  searchable: true,
  sortable: true,
  groupable: true,
  companyDependent: false,
  required: true,
}

/** Throws `unknown_field` with the nearest names that may be shown. */
export function unknownField(name: string, schema: ModelSchema, visibility: Visibility, prefix = ''): VitrineError {
  const shown = [...schema.fields.values()].filter((field) => visibility.isFieldShown(schema.model, field)).map((field) => field.name)
  return new VitrineError('unknown_field', `The model ${schema.model} has no field '${clip(name, 60)}' that this user may read.`, {
    hint: `odoo_describe_model lists the fields of ${schema.model}.`,
    suggestions: nearestNames(name, shown, 3).map((near) => prefix + near),
  })
}

/**
 * Works out the columns for the fields that a client named, or for the best ones when it named none.
 *
 * A hidden field is left out and listed as restricted; when nothing else was asked for, the call is refused. Throws
 * `unknown_field`, `restricted_field` or `invalid_domain`. `prefix` stands before the names in the call's record.
 */
export async function planColumns(
  call: Call,
  schema: ModelSchema,
  requested: readonly string[] | undefined,
  context: CallContext,
  prefix = '',
): Promise<ColumnPlan> {
  const names = requested ?? defaultFields(schema, call.visibility)
  const columns: Column[] = [{ key: 'id', model: schema.model, field: schema.fields.get('id') ?? idField }]
  const currencies = new Map<string, Column>()
  const refused: { readonly name: string; readonly verdict: Verdict }[] = []

  for (const name of names) {
    if (name === 'id') continue
    const [first = '', second, ...more] = name.split('.')
    if (more.length > 0) {
      throw new VitrineError('invalid_domain', `Field '${clip(name, 60)}' goes through more than one relation.`, {
        hint: 'One level such as partner_id.country_id can be read; ask the other model for the rest.',
      })
    }
    const field = schema.fields.get(first)
    if (field === undefined) throw unknownField(first, schema, call.visibility)
    const verdict = call.visibility.judge(schema.model, field)
    if (!verdict.allowed) {
      refused.push({ name, verdict })
      continue
    }
    if (second === undefined) {
      add({ key: name, model: schema.model, field }, schema)
      continue
    }
    const { relation } = field
    if (field.type !== 'many2one' || relation === undefined) {
      throw new VitrineError('invalid_domain', `Field '${clip(name, 60)}' cannot be read: '${first}' does not point to one record.`, {
        hint: 'Only many2one fields can be followed; odoo_read expands one2many fields.',
      })
    }
    const target = await call.schema(relation, context)
    const leaf = second === 'id' ? (target.fields.get('id') ?? idField) : target.fields.get(second)
    if (leaf === undefined) throw unknownField(second, target, call.visibility, `${first}.`)
    const leafVerdict = call.visibility.judge(relation, leaf)
    if (leafVerdict.allowed) add({ key: name, model: relation, field: leaf, through: field }, target)
    else refused.push({ name, verdict: leafVerdict })
  }

  const [firstRefused] = refused
  for (const { name } of refused) call.trail.hide(prefix + name)
  if (firstRefused !== undefined && columns.length === 1) throw restrictedField(firstRefused.verdict)
  for (const { key } of columns) call.trail.use(prefix + key)
  return { model: schema.model, columns, currencies, restricted: refused.map(({ name }) => name) }

  function add(column: Column, owner: ModelSchema): void {
    columns.push(column)
    const { currencyField } = column.field
    if (column.field.type !== 'monetary' || currencyField === undefined) return
    const currency = owner.fields.get(currencyField)
    if (currency === undefined || !call.visibility.isFieldShown(owner.model, currency)) return
    currencies.set(column.key, {
      key: column.through === undefined ? currencyField : `${column.through.name}.${currencyField}`,
      model: owner.model,
      field: currency,
      ...(column.through !== undefined && { through: column.through }),
    })
  }
}

/** Names to ask of the model itself; the id comes by itself but an empty list would mean all fields. */
export function ownFields({ columns, currencies }: ColumnPlan): readonly string[] {
  return [...new Set([...columns, ...currencies.values()].map((column) => (column.through ?? column.field).name))]
}

/** The fields of the model itself that stand in its records. */
export const ownFieldInfos = ({ columns, currencies }: ColumnPlan): readonly FieldInfo[] =>
  [...columns, ...currencies.values()].map((column) => column.through ?? column.field)

/** Whether the plan names a field whose content must not be fetched. */
export const asksBinary = ({ columns }: ColumnPlan): boolean =>
  columns.some(({ field }) => field.type === 'binary' || field.type === 'image')
