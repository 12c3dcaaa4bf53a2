import { readFileSync } from 'node:fs'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, it } from 'vitest'
import de from '../../../src/i18n/de.json'
import en from '../../../src/i18n/en.json'
import es from '../../../src/i18n/es.json'
import fr from '../../../src/i18n/fr.json'
import nl from '../../../src/i18n/nl.json'
import type { MessageId } from '../../../src/i18n/sentence'
import { SAME_WORDS } from './same-words'

/** Every language says everything, with the same values in the same places; what a message lacks is named by its id. */

type Messages = Readonly<Record<string, string>>
type Ast = ReturnType<IntlMessageFormat['getAst']>

const english: Messages = en
const others: readonly (readonly [keyof typeof SAME_WORDS, Messages])[] = [['de', de], ['es', es], ['fr', fr], ['nl', nl]]
const all: readonly (readonly [string, Messages])[] = [['en', en], ...others]

function astOf(message: string, language: string): Ast | null {
  try {
    return new IntlMessageFormat(message, language, undefined, { ignoreTag: true }).getAst()
  } catch {
    return null
  }
}

interface Found {
  /** Values and what becomes of them, such as `days plural`. */
  readonly values: ReadonlySet<string>
  /** The cases of each plural and select. */
  readonly cases: readonly { readonly value: string; readonly kind: 'plural' | 'select'; readonly names: readonly string[] }[]
}

function found(ast: Ast): Found {
  const values = new Set<string>()
  const cases: { readonly value: string; readonly kind: 'plural' | 'select'; readonly names: readonly string[] }[] = []
  const walk = (parts: Ast): void => {
    for (const part of parts) {
      if (!('value' in part) || part.type === 0) continue
      const kind = part.type === 6 ? 'plural' : part.type === 5 ? 'select' : part.type === 2 ? 'number' : 'plain'
      values.add(`${part.value} ${kind}`)
      if (!('options' in part)) continue
      if (kind === 'plural' || kind === 'select') cases.push({ value: part.value, kind, names: Object.keys(part.options) })
      for (const option of Object.values(part.options)) walk(option.value)
    }
  }
  walk(ast)
  return { values, cases }
}

/** The plural categories that whole numbers below a million fall into. */
function categoriesOf(language: string): readonly string[] {
  const rules = new Intl.PluralRules(language)
  return [...new Set(Array.from({ length: 1_000 }, (_, number) => rules.select(number)))]
}

const idsWhere = (messages: Messages, isWrong: (message: string, id: string) => boolean): readonly string[] => Object.entries(messages).filter(([id, message]) => isWrong(message, id)).map(([id]) => id)

describe.each(all)('the catalogue %s', (language, messages) => {
  it('has every message that English has, and no other', () => {
    expect({ missing: idsWhere(english, (_, id) => !(id in messages)), surplus: idsWhere(messages, (_, id) => !(id in english)) }).toEqual({ missing: [], surplus: [] })
  })

  it('leaves no message empty', () => {
    expect(idsWhere(messages, (message) => message.trim() === '')).toEqual([])
  })

  it('holds messages that can all be read', () => {
    expect(idsWhere(messages, (message) => astOf(message, language) === null)).toEqual([])
  })

  it('says how it is with each number that its language counts differently', () => {
    const needed = categoriesOf(language)
    const lacks = (message: string): boolean =>
      (found(astOf(message, language) ?? []).cases).some(({ kind, names }) => kind === 'plural' && (!names.includes('other') || (names.some((name) => needed.includes(name) && name !== 'other') && needed.some((name) => !names.includes(name)))))
    expect(idsWhere(messages, lacks)).toEqual([])
  })
})

describe.each(others)('the catalogue %s', (language, messages) => {
  const both = idsWhere(english, (_, id) => id in messages) as readonly MessageId[]

  it('names the same values as English, as numbers where those are', () => {
    const named = (message: string) => [...found(astOf(message, language) ?? []).values].filter((value) => !value.endsWith('plural') && !value.endsWith('select')).map((value) => value.split(' ')[0] ?? '')
    const chosen = (message: string) => found(astOf(message, language) ?? []).cases.map(({ value }) => value)
    const differs = (id: MessageId): boolean => {
      const [own, its] = [english[id] ?? '', messages[id] ?? '']
      const used = (text: string) => new Set([...named(text), ...chosen(text)])
      const [ours, theirs] = [used(own), used(its)]
      return [...ours].some((name) => !theirs.has(name)) || [...theirs].some((name) => !ours.has(name))
    }
    expect(both.filter(differs)).toEqual([])
  })

  it('chooses between the same cases as English', () => {
    const selects = (message: string) => found(astOf(message, language) ?? []).cases.filter(({ kind }) => kind === 'select').map(({ value, names }) => `${value}: ${[...names].sort().join(' ')}`)
    expect(both.filter((id) => [...new Set(selects(english[id] ?? ''))].sort().join('; ') !== [...new Set(selects(messages[id] ?? ''))].sort().join('; '))).toEqual([])
  })

  it('is translated: nothing is left in English but words that are the same', () => {
    const same = idsWhere(messages, (message, id) => message === english[id] && /\p{L}{2,}/u.test(message.replace(/\{[^{}]*\}/g, '')))
    const known: ReadonlySet<string> = new Set([...SAME_WORDS.everywhere, ...SAME_WORDS[language]])
    expect(same.filter((id) => !known.has(messages[id] ?? '')).map((id) => `${id}: ${messages[id] ?? ''}`)).toEqual([])
  })
})

// A second message of the same name takes the place of the first wherever that one is meant.
it.each(all.map(([language]) => language))('the catalogue of %s has each name once', (language) => {
  const names = [...readFileSync(`src/i18n/${language}.json`, 'utf8').matchAll(/^ {2}"([^"]+)":/gm)].map(([, name]) => name)
  expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([])
  expect(names).toHaveLength(Object.keys(english).length)
})
