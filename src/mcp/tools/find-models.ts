import { oneLine } from '../../odoo/text'
import { defineInput, integer, isModelName, text } from '../arguments'
import type { Call, Session } from '../call'
import { checkEntry, entriesIn } from '../glossary'
import { byteLength } from '../render/table'
import { meaningsIn, tellingWords, USUAL_MODELS } from '../synonyms/meanings-in'
import { plainText, type Word } from '../synonyms/words'
import { ANSWER_BYTES, defineTool } from '../tool'

interface Named {
  readonly model: string
  readonly label: string
}

interface FoundModel extends Named {
  /** The user is asked before it is read. */
  readonly asks?: true
  readonly hint?: string
  /** The user's own word for it, and what it narrows the model to. */
  readonly glossary?: string
  readonly domain?: readonly unknown[]
  readonly problem?: string
}

export const findModelsTool = defineTool({
  name: 'odoo_find_models',
  title: 'Find models',
  description: 'Which model holds something, by everyday words ("unpaid invoices"); best first. Only what the user and the policy allow.',
  input: defineInput({
    query: text('All models if absent'),
    limit: integer('', { minimum: 1, maximum: 50, default: 15 }),
  }),
  output: { total: 'integer', models: 'array', cut: 'object' },
  run: async (call, { query, limit }) => {
    const session = await call.open()
    const { reader, user } = session
    const readable = (await reader.models(call.options({ lang: user.lang }))).filter(({ model }) => isModelName(model) && call.visibility.isModelListed(model))
    const own = query === undefined ? { models: [], problems: [] } : await ownWords(call, session, query, readable)
    const found = query === undefined ? listed(readable) : [...own.models, ...rankModels(query, readable, user.lang)]
    const models: FoundModel[] = []
    let left = ANSWER_BYTES - 500 - byteLength(own.problems)
    for (const model of found.slice(0, limit)) {
      const one: FoundModel = call.visibility.asksFirst(model.model) ? { ...model, asks: true } : model
      left -= byteLength(one) + 1
      if (left < 0) break
      models.push(one)
    }
    call.trail.rows = models.length
    call.trail.total = found.length
    return {
      total: found.length,
      models,
      ...(own.problems.length > 0 && { glossary_problems: own.problems }),
      ...(found.length > models.length && {
        cut: { models_left_out: found.length - models.length, how_to_go_on: 'Ask with a more exact query, or a higher limit.' },
      }),
    }
  },
})

/** What the user's own glossary says to a question: before all else, since nobody knows better. */
async function ownWords(
  call: Call,
  session: Session,
  query: string,
  readable: readonly Named[],
): Promise<{ readonly models: readonly FoundModel[]; readonly problems: readonly string[] }> {
  const models: FoundModel[] = []
  const problems: string[] = []
  for (const entry of entriesIn(query, call.deps.glossary?.() ?? [])) {
    const model = readable.find((one) => one.model === entry.model)
    if (model === undefined) problems.push(`The user's glossary has the word "${oneLine(entry.word, 80)}", but its model may not be read or does not exist.`)
    else models.push({ ...named(model), ...(await checkEntry(call, session, entry)) })
  }
  return { models, problems }
}

const named = ({ model, label }: Named): Named => ({ model, label: oneLine(label, 80) })

/** Usual models first, the rest by name. */
function listed(models: readonly Named[]): readonly FoundModel[] {
  const usual = new Map(USUAL_MODELS.map((model, index) => [model, -index]))
  return models
    .map((one) => ({ one: named(one), rank: usual.get(one.model) ?? -1_000 }))
    .sort((a, b) => b.rank - a.rank || (a.one.model < b.one.model ? -1 : 1))
    .map(({ one }) => one)
}

/** Models that a question may be about, best first: the technical name, what people call it, then words in common. */
function rankModels(query: string, models: readonly Named[], language: string): readonly FoundModel[] {
  const wanted = tellingWords(query)
  const meanings = meaningsIn(wanted, language)
  return models
    .map((one) => {
      const meaning = meanings.get(one.model)
      const score = Math.max(meaning?.score ?? 0, likeness(query, wanted, one))
      return { found: { ...named(one), ...(meaning?.hint !== undefined && { hint: meaning.hint }) }, score }
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.found.model.length - b.found.model.length || (a.found.model < b.found.model ? -1 : 1))
    .map(({ found }) => found)
}

function likeness(query: string, wanted: readonly Word[], { model, label }: Named): number {
  const asked = plainText(query.trim())
  if (asked === model) return 200
  if (asked === plainText(label)) return 110
  if (wanted.length === 0) return 0
  const known = new Set([...tellingWords(model), ...tellingWords(label)].map(({ stem }) => stem))
  const shared = wanted.filter(({ stem }) => known.has(stem)).length
  if (shared === 0) return asked.length >= 3 && model.includes(asked) ? 15 : 0
  return (40 * shared) / wanted.length + (10 * shared) / known.size
}
