import { oneLine } from '../../odoo/text'
import { defineInput, integer, isModelName, text } from '../arguments'
import { byteLength } from '../render/table'
import { SYNONYMS } from '../synonyms'
import { ANSWER_BYTES, defineTool } from '../tool'

interface Named {
  readonly model: string
  readonly label: string
}

export interface FoundModel extends Named {
  readonly hint?: string
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
    const { reader, user } = await call.open()
    const readable = (await reader.models(call.options({ lang: user.lang }))).filter(({ model }) => isModelName(model) && call.visibility.isModelShown(model))
    const found = query === undefined ? listed(readable) : rankModels(query, readable)
    const models: FoundModel[] = []
    let left = ANSWER_BYTES - 500
    for (const one of found.slice(0, limit)) {
      left -= byteLength(one) + 1
      if (left < 0) break
      models.push(one)
    }
    call.trail.rows = models.length
    call.trail.total = found.length
    return {
      total: found.length,
      models,
      ...(found.length > models.length && {
        cut: { models_left_out: found.length - models.length, how_to_go_on: 'Ask with a more exact query, or a higher limit.' },
      }),
    }
  },
})

const named = ({ model, label }: Named): Named => ({ model, label: oneLine(label, 80) })

/** Usual models first, the rest by name. */
function listed(models: readonly Named[]): readonly FoundModel[] {
  const usual = new Map(SYNONYMS.map(({ model }, index) => [model, -index] as const).reverse())
  return models
    .map((one) => ({ one: named(one), rank: usual.get(one.model) ?? -1_000 }))
    .sort((a, b) => b.rank - a.rank || (a.one.model < b.one.model ? -1 : 1))
    .map(({ one }) => one)
}

/** Words of a question without what only holds it together; plurals lose their ending. */
function wordsOf(value: string): readonly string[] {
  return value
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !fillers.has(word))
    .map(singular)
}

const fillers: ReadonlySet<string> = new Set(['a', 'all', 'an', 'and', 'for', 'from', 'in', 'list', 'my', 'of', 'our', 'show', 'the', 'to'])

function singular(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (/(ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2)
  return word.length > 3 && word.endsWith('s') && !/(ss|us|is)$/.test(word) ? word.slice(0, -1) : word
}

/** Models that a question may be about, best first: the technical name, what people call it, then words in common. */
export function rankModels(query: string, models: readonly Named[]): readonly FoundModel[] {
  const wanted = wordsOf(query)
  const phrase = ` ${wanted.join(' ')} `
  const meanings = new Map<string, { readonly score: number; readonly hint?: string }>()
  SYNONYMS.forEach(({ words, model, hint }, index) => {
    for (const word of words) {
      const normal = wordsOf(word).join(' ')
      if (!phrase.includes(` ${normal} `)) continue
      // A longer expression is the more exact one: "credit note" is no note. Earlier entries win among equals.
      const score = 60 + normal.length * 2 - index / 100 + (phrase.trim() === normal ? 20 : 0)
      if (score > (meanings.get(model)?.score ?? 0)) meanings.set(model, { score, ...(hint !== undefined && { hint }) })
    }
  })
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

function likeness(query: string, wanted: readonly string[], { model, label }: Named): number {
  const asked = query.trim().toLowerCase()
  if (asked === model) return 200
  if (asked === label.toLowerCase()) return 110
  if (wanted.length === 0) return 0
  const known = new Set([...wordsOf(model), ...wordsOf(label)])
  const shared = wanted.filter((word) => known.has(word)).length
  if (shared === 0) return asked.length >= 3 && model.includes(asked) ? 15 : 0
  return (40 * shared) / wanted.length + (10 * shared) / known.size
}
