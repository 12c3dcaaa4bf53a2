import { IntlMessageFormat } from 'intl-messageformat'
import en from '../../src/i18n/en.json'
import type { Catalogue, MessageId } from '../../src/i18n/sentence'

type Ast = ReturnType<IntlMessageFormat['getAst']>

const ACCENTS: Readonly<Record<string, string>> = { a: 'å', e: 'é', i: 'ï', o: 'ö', u: 'ü', y: 'ý', c: 'ç', n: 'ñ', A: 'Å', E: 'É', I: 'Ï', O: 'Ö', U: 'Ü', C: 'Ç' }

/**
 * English made to look foreign: every message in brackets, accented, and a third longer, which is more than any of our languages
 * needs. What is not in brackets on the screen is in no catalogue; a bracket that is missing was cut off.
 */
export function pseudoCatalogue(): Catalogue {
  const entries = Object.entries(en).map(([id, message]) => [id as MessageId, `⟦${print(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst())}⟧`])
  return Object.fromEntries(entries) as Catalogue
}

function print(ast: Ast): string {
  return ast
    .map((part) => {
      if (!('value' in part)) return '#'
      if (part.type === 0) return foreign(part.value)
      if (!('options' in part)) return part.type === 2 ? `{${part.value}, number}` : `{${part.value}}`
      const options = Object.entries(part.options).map(([name, { value }]) => `${name} {${print(value)}}`)
      return `{${part.value}, ${part.type === 6 ? 'plural' : 'select'}, ${options.join(' ')}}`
    })
    .join('')
}

/** Vowels twice, which keeps the words' shape; braces of ICU stay quoted. */
function foreign(text: string): string {
  return text.replace(/[{}]/g, "'$&'").replace(/[aeiou]/g, '$&$&').replace(/[aeiouycnAEIOUC]/g, (letter) => ACCENTS[letter] ?? letter)
}
