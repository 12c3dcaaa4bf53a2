import type { FieldInfo, ModelSchema } from '../../odoo/port'
import { oneLine } from '../../odoo/text'
import { defineInput, integer, model, text, texts } from '../arguments'
import { unknownField } from '../render/columns'
import { rankedFields } from '../render/default-fields'
import { byteLength } from '../render/table'
import { ANSWER_BYTES, defineTool } from '../tool'

const MOST_RESTRICTED = 60
const MOST_CHOICES = 25
const RESERVE = 1_200

export const describeModelTool = defineTool({
  name: 'odoo_describe_model',
  title: 'Describe a model',
  description: 'Fields of a model, the most telling first: type, relation, choices, whether stored, groupable and how aggregated; hidden fields by name; example filters.',
  input: defineInput({
    model: model(''),
    query: text('Words in names or labels'),
    fields: texts('Only these', { most: 60 }),
    limit: integer('', { minimum: 1, maximum: 60, default: 30 }),
  }),
  output: {
    model: 'string', label: 'string', total: 'integer', columns: 'array', rows: 'array', selections: 'object', restricted: 'array',
    examples: 'array', cut: 'object',
  },
  run: async (call, args) => {
    await call.open(args.model, args)
    const schema = await call.schema(args.model)
    const isShown = (field: FieldInfo): boolean => call.visibility.isFieldShown(args.model, field)
    const asked = args.fields?.map((name) => {
      const field = schema.fields.get(name)
      if (field === undefined) throw unknownField(name, schema, call.visibility)
      return field
    })
    const matching = (asked ?? rankedFields(schema)).filter((field) => args.query === undefined || matches(field, args.query))
    const shown = matching.filter(isShown)
    const restricted = matching.filter((field) => !isShown(field)).map(({ name }) => name)
    if (asked !== undefined) call.trail.hide(...restricted)

    const head = {
      ...(call.trail.modelLabel !== undefined && { label: oneLine(call.trail.modelLabel, 80) }),
      total: shown.length,
      ...(restricted.length > 0 && { restricted: restricted.slice(0, MOST_RESTRICTED) }),
      ...(restricted.length > MOST_RESTRICTED && { restricted_more: restricted.length - MOST_RESTRICTED }),
      examples: exampleFilters(schema, isShown),
    }
    const rows: unknown[][] = []
    const selections: Record<string, unknown> = {}
    let left = ANSWER_BYTES - RESERVE - byteLength(head)
    for (const field of shown.slice(0, args.limit)) {
      const row = describe(field)
      const choices = choicesOf(field)
      left -= byteLength(row) + 1 + (choices === undefined ? 0 : byteLength({ [field.name]: choices }))
      if (left < 0 && rows.length > 0) break
      rows.push(row)
      if (choices !== undefined) selections[field.name] = choices
    }
    call.trail.rows = rows.length
    call.trail.total = shown.length
    const leftOut = shown.length - rows.length
    return {
      model: args.model,
      ...head,
      columns: ['name', 'label', 'type', 'relation', 'stored', 'groupable', 'aggregator'],
      rows,
      ...(Object.keys(selections).length > 0 && { selections }),
      ...(leftOut > 0 && {
        cut: { fields_left_out: leftOut, how_to_go_on: 'Ask with a query for words in names or labels, or a higher limit.' },
      }),
    }
  },
})

const matches = ({ name, label }: FieldInfo, query: string): boolean => {
  const place = `${name} ${label}`.toLowerCase()
  return query.toLowerCase().split(/\s+/).filter((word) => word !== '').every((word) => place.includes(word))
}

function describe({ name, label, type, relation, stored, groupable, aggregator }: FieldInfo): unknown[] {
  return [name, oneLine(label, 80), oneLine(type, 30), relation ?? null, stored, groupable, aggregator ?? null]
}

function choicesOf({ selection }: FieldInfo): Readonly<Record<string, unknown>> | undefined {
  if (selection === undefined || selection.length === 0) return undefined
  const choices: [string, unknown][] = selection.slice(0, MOST_CHOICES).map(([value, label]) => [oneLine(value, 60), oneLine(label, 60)])
  if (selection.length > MOST_CHOICES) choices.push(['…', `${String(selection.length - MOST_CHOICES)} more`])
  return Object.fromEntries(choices)
}

/** Two filters that work on this model as it is, to show the notation. */
function exampleFilters(schema: ModelSchema, isShown: (field: FieldInfo) => boolean): readonly unknown[] {
  const ranked = rankedFields(schema).filter((field) => isShown(field) && field.searchable && field.stored)
  const examples: unknown[] = []
  const selection = ranked.find((field) => field.type === 'selection' && (field.selection?.length ?? 0) > 0)
  const date = ranked.find((field) => field.type === 'date' || field.type === 'datetime') ?? schema.fields.get('create_date')
  const choice = selection?.selection?.[0]?.[0]
  if (selection !== undefined && choice !== undefined) examples.push([[selection.name, '=', oneLine(choice, 60)]])
  if (date !== undefined && isShown(date) && date.searchable) examples.push([[date.name, '>=', '-30d']])
  const title = ranked.find((field) => field.type === 'char')
  if (examples.length < 2 && title !== undefined) examples.push([[title.name, 'ilike', 'example']])
  if (examples.length < 2) examples.push(['|', ['id', '=', 1], ['id', '=', 2]])
  return examples.slice(0, 2)
}
