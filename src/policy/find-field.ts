import type { PolicyField } from './decide'
import { KINDS } from './field-presets'
import { wordsOf } from './names'
import { FIELD_PRESETS, type FieldPreset } from './policy'
import { remembered } from './remembered'

/** What a record is called by; hidden only by name, or no answer would say what it is about. */
const NAMES: ReadonlySet<string> = new Set(['id', 'name', 'display_name', 'complete_name'])

/** Odoo Studio and custom modules put these before the words that count. */
const PREFIXES: ReadonlySet<string> = new Set(['x', 'studio'])

/** Whether a preset of this kind hides the field. */
export function isFoundBy(preset: FieldPreset, model: string, { name, label = '', type, relation }: PolicyField): boolean {
  const kind = KINDS[preset]
  if (NAMES.has(name)) return false
  if (relation !== undefined && kind.relations?.test(relation) === true) return true
  if (Object.hasOwn(kind.fields, model) && kind.fields[model]?.includes(name) === true) return true
  const { spared, common, onModels } = MATCHERS[preset]
  // What the technical name says counts for more: a label is only what somebody typed.
  const said = [nameText(name), ...(spared(nameText(name)) ? [] : [foldedWords(label)])].filter((text) => !spared(text))
  if (canHold(kind.types, type) && said.some(common)) return true
  return kind.onModels?.models.test(model) === true && canHold(kind.onModels.types, type) && said.some(onModels)
}

const canHold = (types: readonly string[], type: string | undefined): boolean => type === undefined || types.includes(type)

/** Words between spaces, so that whole ones can be looked for in a text. */
const nameText = remembered((name) => {
  const words = wordsOf(name)
  return foldedWords(words.slice(words.findIndex((word) => !PREFIXES.has(word))).join(' '))
})

/** In lower case, without accents, with `ss` for `ß`: as the terms are written. */
function foldedWords(text: string): string {
  const letters = text.toLowerCase().replace(/ß/g, 'ss').normalize('NFD').replace(/\p{M}/gu, '')
  return ` ${letters.split(/[^\p{L}]+/u).filter((word) => word !== '').join(' ')} `
}

type Matcher = (text: string) => boolean

const MATCHERS = Object.fromEntries(
  FIELD_PRESETS.map((preset) => {
    const { terms, onModels, spared } = KINDS[preset]
    return [preset, { common: matcher(terms), onModels: matcher(onModels?.terms ?? []), spared: matcher(spared) }]
  }),
) as Readonly<Record<FieldPreset, Readonly<Record<'common' | 'onModels' | 'spared', Matcher>>>>

function matcher(terms: readonly string[]): Matcher {
  if (terms.length === 0) return () => false
  const found = new RegExp(terms.map(pattern).join('|'), 'u')
  return remembered((text) => found.test(text))
}

function pattern(term: string): string {
  const isWhole = term.startsWith('=')
  const words = (isWhole ? term.slice(1) : term).replaceAll('*', '\\p{L}*')
  return isWhole ? `^ ${words} $` : ` ${words} `
}
