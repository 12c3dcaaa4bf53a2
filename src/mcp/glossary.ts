import type { GlossaryEntry } from '../contract/glossary'
import { VitrineError } from '../errors/vitrine-error'
import { oneLine } from '../odoo/text'
import { isModelName } from './arguments'
import type { Call, Session } from './call'
import { validateFilter } from './filter'
import { plainName } from './render/text'
import { wordsIn, type Word } from './synonyms/words'
import type { Visibility } from './visibility'

/** Entries that one question can meet, so that a question of a hundred words does not check a hundred filters. */
const MOST_MET = 10
const MOST_TOLD = 10
const LEAST_FOR_PLURAL = 4
const PLURAL = /^(s|es|e|en|n|x)$/
const NO_FILLERS: ReadonlySet<string> = new Set()

const allWords = (text: string): readonly Word[] => wordsIn(text, NO_FILLERS)

/** An entry as an answer gives it: with its filter ready for use, or with what is wrong with it. */
export interface CheckedEntry {
  readonly glossary: string
  readonly domain?: readonly unknown[]
  readonly problem?: string
}

/** Entries whose words stand in a question, the longest first. */
export function entriesIn(question: string, glossary: readonly GlossaryEntry[]): readonly GlossaryEntry[] {
  const asked = allWords(question)
  return glossary
    .map((entry) => ({ entry, words: allWords(entry.word) }))
    .filter(({ words }) => words.length > 0 && asked.some((_, at) => words.every((word, index) => isSaid(word, asked[at + index]))))
    .sort((a, b) => b.words.length - a.words.length || b.entry.word.length - a.entry.word.length)
    .slice(0, MOST_MET)
    .map(({ entry }) => entry)
}

/** The entry that is called exactly so. */
export function entryCalled(name: string, glossary: readonly GlossaryEntry[]): GlossaryEntry | undefined {
  const asked = allWords(name)
  return entriesIn(name, glossary).find(({ word }) => allWords(word).length === asked.length)
}

function isSaid(word: Word, asked: Word | undefined): boolean {
  if (asked === undefined) return false
  if (word.plain === asked.plain || word.stem === asked.stem) return true
  return word.plain.length >= LEAST_FOR_PLURAL && asked.plain.startsWith(word.plain) && PLURAL.test(asked.plain.slice(word.plain.length))
}

/** Checks an entry's filter against the model as it is now. A filter that does not hold is said, never left out in silence. */
export async function checkEntry(call: Call, session: Session, { word, model, domain }: GlossaryEntry): Promise<CheckedEntry> {
  const glossary = oneLine(word, 80)
  if (domain === '') return { glossary }
  const broken = (why: string): CheckedEntry => ({
    glossary,
    problem: `The filter that the user's glossary has for this word cannot be used: ${why} Tell the user; without it the answer covers more than the word means.`,
  })
  let filter: unknown
  try {
    filter = JSON.parse(domain)
  } catch {
    return broken('It is not JSON.')
  }
  if (!Array.isArray(filter)) return broken('It is not a list.')
  try {
    await validateFilter(call, session, await call.schema(model), filter)
    return { glossary, domain: filter }
  } catch (cause) {
    if (cause instanceof VitrineError && BROKEN.has(cause.code)) return broken(oneLine(cause.message, 300))
    throw cause
  }
}

const BROKEN: ReadonlySet<string> = new Set(['invalid_domain', 'unknown_field', 'unknown_model', 'restricted_field', 'not_allowed_by_policy', 'access_denied_by_odoo'])

/** For the server's instructions: the first words, one a line, reduced to what a name may hold. */
export function glossaryLines(glossary: readonly GlossaryEntry[], visibility: Visibility): readonly string[] {
  const shown = glossary.filter(({ word, model }) => isModelName(model) && visibility.isModelListed(model) && plainName(word) !== '')
  if (shown.length === 0) return []
  const more = shown.length - MOST_TOLD
  return [
    `The user's own words; odoo_find_models gives their filters${more > 0 ? ` and ${String(more)} words more` : ''}:`,
    ...shown.slice(0, MOST_TOLD).map(({ word, model, domain }) => `- ${plainName(word)}: ${model}${domain === '' ? '' : ', filtered'}`),
  ]
}
