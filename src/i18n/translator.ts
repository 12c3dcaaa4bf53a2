import { IntlMessageFormat } from 'intl-messageformat'
import type { Catalogue, MessageId, Translator } from './sentence'

/** Speaks one language: ICU messages of its catalogue, numbers and lists as the locale writes them. Messages are read when first used. */
export function createTranslator(catalogue: Catalogue, locale: string): Translator {
  const read = new Map<MessageId, IntlMessageFormat>()
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  return {
    text: (id, values) => {
      let message = read.get(id)
      if (message === undefined) {
        message = new IntlMessageFormat(catalogue[id], locale, undefined, { ignoreTag: true })
        read.set(id, message)
      }
      return String(message.format(values))
    },
    list: (items) => list.format(items),
  }
}
