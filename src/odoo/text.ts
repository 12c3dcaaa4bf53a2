/** Control characters, line separators and the marks that turn text around: nothing a label needs, all that a forged one would. */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+/g

/** Most names and labels are a line already: printable, single spaces inside. */
const PLAIN_LINE = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/

/** Foreign text as one line of at most `max` characters, a cut marked by `…`. Anything but text becomes empty. */
export function oneLine(text: unknown, max: number): string {
  if (typeof text !== 'string') return ''
  if (text.length <= max && PLAIN_LINE.test(text)) return text
  // A label of megabytes is cut before it is searched.
  const line = text.slice(0, max * 8).replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim()
  const characters = [...line]
  return characters.length <= max ? line : `${characters.slice(0, max - 1).join('')}…`
}
