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
import { ANSWER_BYTES, defineTool, mostRowsSaid } from '../tool'
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
    const session = await call.open(args.model, args)
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
    const most = call.visibility.policy.limits.rowsPerAnswer ?? Number.POSITIVE_INFINITY
    let isLimited = false
    for (const [index, matches] of found.entries()) {
      const name = args.names[index] ?? ''
      const shown = matches.slice(0, Math.min(args.limit, most - rows))
      if (shown.length < Math.min(args.limit, matches.length)) isLimited = true
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
      ...((leftOut.length > 0 || isLimited) && {
        cut: {
          ...(leftOut.length > 0 && { names_left_out: leftOut.length }),
          ...(isLimited && { reason: mostRowsSaid(most) }),
          how_to_go_on: isLimited ? 'Resolve fewer names in a call.' : 'Resolve the names that have no result here in another call.',
        },
      }),
    }
  },
})

/** A name that is a word of the user's own glossary stands for records of its model, not for one that is called so. */
async function ownMeaning(call: Call, session: Session, name: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const entry = entryCalled(name, call.deps.glossary?.() ?? [])
  if (entry === undefined || !isModelName(entry.model) || !call.visibility.isModelListed(entry.model)) return undefined
  return { model: entry.model, ...(await checkEntry(call, session, entry)) }
}

function requireNames(call: Call, { model: name }: ModelSchema): void {
  // Where Odoo's names are made of more than the record, they are looked for and shown by the field `name` alone.
  for (const field of call.visibility.isNameDerived(name) ? ['name'] : ['display_name', 'name']) {
    const verdict = call.visibility.judge(name, { name: field })
    if (verdict.allowed) continue
    call.trail.hide(field)
    throw restrictedField(verdict)
  }
}

/**
 * Odoo's own search by name looks into other fields too, such as a contact's e-mail address, and answers in the model's own order.
 * Where the user has hidden one of them, only the name itself is searched: otherwise a match, or its place, would tell that a
 * hidden value was guessed.
 */
function nameSearch(call: Call, { reader }: Session, schema: ModelSchema, filter: Domain, context: CallContext) {
  const { model: name, fields } = schema
  const options = call.options(context)
  if (call.visibility.hiddenInNames(name).length === 0 && call.visibility.isOrderShown(name)) {
    return (wanted: string, limit: number): Promise<readonly Match[]> =>
      reader.nameSearch({ model: name, name: wanted, domain: filter, limit }, options).catch((cause: unknown) => {
        throw cause instanceof OdooFault && cause.kind === 'not_understood' ? noNames(name) : cause
      })
  }
  const title = ['name', 'complete_name', 'x_name'].map((one) => fields.get(one)).find((field) => field?.searchable === true && call.visibility.isFieldShown(name, field))
  if (title === undefined) {
    throw new VitrineError('restricted_field', `Names of ${name} cannot be searched, because Odoo would look at what the policy hides as well.`)
  }
  const shown = call.visibility.isNameDerived(name) ? title.name : 'display_name'
  return async (wanted: string, limit: number): Promise<readonly Match[]> => {
    const domainOfName: Domain = [...filter, [title.name, 'ilike', wanted]]
    const rows = await reader.searchRead(
      { model: name, domain: domainOfName, fields: [shown], offset: 0, limit, order: `${title.name}, id` },
      options,
    )
    return rows.map((row) => ({ id: row.id, name: typeof row[shown] === 'string' ? row[shown] : '' }))
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
