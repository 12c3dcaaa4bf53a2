import { GERMAN } from './de'
import { ENGLISH } from './en'
import { SPANISH } from './es'
import { FRENCH } from './fr'
import { MEANINGS, type MeaningName, type Vocabulary } from './meanings'
import { DUTCH } from './nl'
import { plainText, wordsIn, type Word } from './words'

/** What a question may be about, and how likely: 60 and more, by the length of the expression that it uses. */
export interface Guess {
  readonly score: number
  readonly hint?: string
}

interface Expression {
  /** For each of its words, all its forms. */
  readonly words: readonly ReadonlySet<string>[]
  readonly length: number
  readonly language: string
  readonly meaning: MeaningName
}

const VOCABULARIES: readonly Vocabulary[] = [ENGLISH, FRENCH, SPANISH, GERMAN, DUTCH]

/** Shorter words are not taken for plurals of one another: `po` and `pos` are two things. */
const LEAST_FOR_PLURAL = 4

/** Behind the user's own language and English, so that `commercial` says something else to a Frenchman than to others. */
const FOREIGN = 15

const fillers: ReadonlySet<string> = new Set(VOCABULARIES.flatMap((one) => one.fillers.map(plainText)))
const orderOfMeaning: ReadonlyMap<string, number> = new Map(Object.keys(MEANINGS).map((name, index) => [name, index]))

/** Models that hold what is usually asked for, the most usual first. */
export const USUAL_MODELS: readonly string[] = [...new Set(Object.values(MEANINGS).map(({ model }) => model))]

/** The words of a question that mean something, in any of our languages. */
export const tellingWords = (value: string): readonly Word[] => wordsIn(value, fillers)

/** Models by what the words of a question mean in any of our languages; `language` is the user's, such as `fr_FR`. */
export function meaningsIn(question: readonly Word[], language: string): ReadonlyMap<string, Guess> {
  const own = language.slice(0, 2).toLowerCase()
  const guesses = new Map<string, Guess>()
  question.forEach((word, at) => {
    const candidates = new Set([...(beginningWith().get(word.plain) ?? []), ...(beginningWith().get(word.stem) ?? [])])
    for (const expression of candidates) {
      if (!stands(expression, question, at)) continue
      const meaning: { readonly model: string; readonly hint?: string } = MEANINGS[expression.meaning]
      // A longer expression is the more exact one: "credit note" is no note. Earlier meanings win among equals.
      const score = 60 + expression.length * 2 - (orderOfMeaning.get(expression.meaning) ?? 0) / 100
        + (expression.words.length === question.length ? 20 : 0)
        - (expression.language === 'en' || expression.language === own ? 0 : FOREIGN)
      if (score > (guesses.get(meaning.model)?.score ?? 0)) {
        guesses.set(meaning.model, { score, ...(meaning.hint !== undefined && { hint: meaning.hint }) })
      }
    }
  })
  return guesses
}

const stands = ({ words }: Expression, question: readonly Word[], at: number): boolean =>
  words.every((forms, index) => {
    const word = question[at + index]
    return word !== undefined && (forms.has(word.plain) || forms.has(word.stem))
  })

let index: ReadonlyMap<string, readonly Expression[]> | undefined

/** Expressions by each form of their first word. Made when it is first needed: a session may never ask. */
function beginningWith(): ReadonlyMap<string, readonly Expression[]> {
  if (index !== undefined) return index
  const found = new Map<string, Expression[]>()
  for (const expression of VOCABULARIES.flatMap(expressionsOf)) {
    for (const form of expression.words[0] ?? []) {
      const known = found.get(form)
      if (known === undefined) found.set(form, [expression])
      else known.push(expression)
    }
  }
  index = found
  return found
}

function expressionsOf({ language, plurals, words }: Vocabulary): readonly Expression[] {
  return Object.entries(words).flatMap(([meaning, expressions]) =>
    expressions.flatMap(spellings).map((expression): Expression => {
      const parts = wordsIn(expression, fillers)
      return {
        words: parts.map(({ plain, stem }) => new Set([plain, stem, ...(plain.length < LEAST_FOR_PLURAL ? [] : plurals.map((ending) => plain + ending))])),
        length: parts.map(({ stem }) => stem).join(' ').length,
        language,
        meaning: meaning as MeaningName,
      }
    }))
}

/** German vowels are written as two letters where the keyboard has no umlauts. */
function spellings(expression: string): readonly string[] {
  const spelled = expression.replace(/[äöü]/g, (vowel) => `${plainText(vowel)}e`)
  return spelled === expression ? [expression] : [expression, spelled]
}
