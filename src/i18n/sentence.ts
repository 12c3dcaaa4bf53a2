import type en from './en.json'

/** Every sentence has an id in the catalogues; an id that is not there does not compile. */
export type MessageId = keyof typeof en
export type Catalogue = Readonly<Record<MessageId, string>>

/**
 * A sentence as data, so that it can be kept, sent and shown in whatever language is spoken when somebody reads it.
 * Values are names, numbers, sentences themselves, or lists of names.
 */
export interface Sentence {
  readonly id: MessageId
  readonly values?: Readonly<Record<string, string | number | Sentence | readonly string[]>>
}

/** What somebody is told: text that is what it is in every language (Odoo's own words, a path), a sentence, or several in turn. */
export type Said = string | Sentence | readonly Said[]

/** Writes one message of a catalogue. */
export type Text = (id: MessageId, values?: Readonly<Record<string, string | number>>) => string

/** How a language writes what the house has to say. */
export interface Translator {
  readonly text: Text
  readonly list: (items: readonly string[]) => string
}

/** What was said, in the translator's language. */
export function spoken(said: Said, translator: Translator): string {
  if (typeof said === 'string') return said
  if (isSentence(said)) {
    const values = Object.entries(said.values ?? {}).map(([name, value]) => [name, written(value, translator)] as const)
    return translator.text(said.id, Object.fromEntries(values))
  }
  return said.map((part) => spoken(part, translator)).filter((text) => text !== '').join(' ')
}

/** Whether there is nothing to say. */
export function isSilent(said: Said): boolean {
  return typeof said === 'string' ? said === '' : !isSentence(said) && said.every(isSilent)
}

function written(value: string | number | Sentence | readonly string[], translator: Translator): string | number {
  if (typeof value === 'string' || typeof value === 'number') return value
  return 'id' in value ? spoken(value, translator) : translator.list(value)
}

function isSentence(said: Sentence | readonly Said[]): said is Sentence {
  return 'id' in said
}
