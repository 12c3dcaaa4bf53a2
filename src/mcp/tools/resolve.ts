import { VitrineError } from '../../errors/vitrine-error'
import { noNames, OdooFault } from '../../odoo/odoo-fault'
import type { CallContext, Domain, ModelSchema } from '../../odoo/port'
import { oneLine } from '../../odoo/text'
import { defineInput, domain, integer, isModelName, model, requiredTexts } from '../arguments'
import type { Call, Session } from '../call'
import { checkEntry, entryCalled } from '../glossary'
import { checkFilter, resolvedDatesSaid } from '../filter'
import { byteLength } from '../render/table'
import { companiesSaid, scopeOf } from '../scope'
import { ANSWER_BYTES, defineTool } from '../tool'
import { restrictedField } from '../visibility'

/** Searches under way at once: the connection has four sockets, and other calls want one too. */
const AT_ONCE = 4

interface Match {
  readonly id: number
  readonly name: string
}

export const resolveTool = defineTool({
  name: 'odoo_resolve',
  title: 'Resolve names',
  description: 'Ids for names as people say them ("Azure", "desk"), before filtering on them. Says when a name is ambiguous.',
  input: defineInput({
    model: model('e.g. res.partner'),
    names: requiredTexts('', { most: 20, longest: 100 }),
    domain: domain('As in odoo_search'),
    limit: integer('Matches per name', { minimum: 1, maximum: 20, default: 5 }),
  }),
  output: { model: 'string', results: 'array', companies: 'array', cut: 'object' },
  run: async (call, args) => {
    const session = await call.open(args.model)
    const [scope, schema] = await Promise.all([scopeOf(call, session), call.schema(args.model)])
    requireNames(call, schema)
    const filter = await checkFilter(call, session, schema, args.domain)
    const search = nameSearch(call, session, schema, filter.domain, scope.context)
    const meanings = await Promise.all(args.names.map((name) => ownMeaning(call, session, name)))
    // One more than shown says whether there are more.
    const found = await mapFew(args.names, (name) => search(name, args.limit + 1))

    const head = { ...companiesSaid(scope), ...resolvedDatesSaid(filter) }
    const results: unknown[] = []
    let left = ANSWER_BYTES - 500 - byteLength(head)
    let rows = 0
    for (const [index, matches] of found.entries()) {
      const name = args.names[index] ?? ''
      const shown = matches.slice(0, args.limit)
      const result = {
        name,
        matches: shown.map((match) => [match.id, oneLine(match.name, 120)]),
        ambiguous: isAmbiguous(name, matches),
        ...(matches.length > shown.length && { more: true }),
        ...(meanings[index] !== undefined && { own_word: meanings[index] }),
      }
      left -= byteLength(result) + 1
      if (left < 0) break
      results.push(result)
      rows += shown.length
    }
    const leftOut = args.names.slice(results.length)
    call.trail.use('display_name')
    call.trail.rows = rows
    return {
      model: args.model,
      results,
      ...head,
      ...(leftOut.length > 0 && {
        cut: { names_left_out: leftOut.length, how_to_go_on: 'Resolve the names that have no result here in another call.' },
      }),
    }
  },
})

/** A name that is a word of the user's own glossary stands for records of its model, not for one that is called so. */
async function ownMeaning(call: Call, session: Session, name: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const entry = entryCalled(name, call.deps.glossary?.() ?? [])
  if (entry === undefined || !isModelName(entry.model) || !call.visibility.isModelShown(entry.model)) return undefined
  return { model: entry.model, ...(await checkEntry(call, session, entry)) }
}

function requireNames(call: Call, { model: name }: ModelSchema): void {
  for (const field of ['display_name', 'name']) {
    const verdict = call.visibility.judge(name, { name: field })
    if (verdict.allowed) continue
    call.trail.hide(field)
    throw restrictedField(verdict)
  }
}

/**
 * Odoo's own search by name looks into other fields too, such as a contact's e-mail address. Where the user has hidden one of
 * them, only the name itself is searched: otherwise a match would tell that a hidden value was guessed.
 */
function nameSearch(call: Call, { reader }: Session, schema: ModelSchema, filter: Domain, context: CallContext) {
  const { model: name, fields } = schema
  const options = call.options(context)
  if (call.visibility.hiddenInNames(name).length === 0) {
    return (wanted: string, limit: number): Promise<readonly Match[]> =>
      reader.nameSearch({ model: name, name: wanted, domain: filter, limit }, options).catch((cause: unknown) => {
        throw cause instanceof OdooFault && cause.kind === 'not_understood' ? noNames(name) : cause
      })
  }
  const title = ['name', 'complete_name', 'x_name'].map((one) => fields.get(one)).find((field) => field?.searchable)
  if (title === undefined) {
    throw new VitrineError('restricted_field', `Names of ${name} cannot be searched, because Odoo would look into hidden fields as well.`)
  }
  return async (wanted: string, limit: number): Promise<readonly Match[]> => {
    const domainOfName: Domain = [...filter, [title.name, 'ilike', wanted]]
    const rows = await reader.searchRead(
      { model: name, domain: domainOfName, fields: ['display_name'], offset: 0, limit, order: `${title.name}, id` },
      options,
    )
    return rows.map((row) => ({ id: row.id, name: typeof row['display_name'] === 'string' ? row['display_name'] : '' }))
  }
}

/** One match, or one that is called exactly so, is clear; none is not ambiguous either, it is unknown. */
function isAmbiguous(wanted: string, matches: readonly Match[]): boolean {
  if (matches.length <= 1) return false
  const plain = (value: string): string => value.normalize('NFKD').replace(/\p{M}/gu, '').trim().toLowerCase()
  return matches.filter(({ name }) => plain(name) === plain(wanted)).length !== 1
}

async function mapFew<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results = new Map<number, R>()
  const queue = items.entries()
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results.set(index, await work(item))
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker))
  return items.map((_, index) => results.get(index)).filter((result) => result !== undefined)
}
