import { convert } from 'html-to-text'
import { oneLine } from '../../odoo/text'

/** Long texts are cut here; the mark says how long the whole was. Characters. */
export const LONGEST_TEXT = 2_000

/** Cuts a text to `longest` UTF-16 units without splitting a character. */
export function clip(value: string, longest: number): string {
  if (value.length <= longest) return value
  const end = isHighSurrogate(value.charCodeAt(longest - 1)) ? longest - 1 : longest
  return `${value.slice(0, end)}…`
}

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdbff

/** Cuts a long text and says so, with the length of the whole. */
export function cutText(value: string, longest = LONGEST_TEXT): string {
  return value.length <= longest ? value : `${clip(value, longest)} [cut, ${String(value.length)} characters in all]`
}

/**
 * A name out of Odoo for a place where the reader may take text for guidance: letters, digits, spaces and a little
 * punctuation, one line, short. Whoever may name a company must not be able to write more than a name.
 */
export function plainName(value: string): string {
  return clip(oneLine(value, 200).replace(/[^\p{L}\p{M}\p{N} .,&'()/+-]/gu, '').replace(/ +/g, ' ').trim(), 40)
}

/** Longer input is not read: a page of 200,000 characters says more than an answer can hold. */
const longestHtml = 200_000

/** HTML as plain text: no markup, no scripts, no images; links keep their address. */
export function htmlToText(html: string): string {
  if (!html.includes('<') && !html.includes('&')) return html.trim()
  return convert(html, {
    wordwrap: false,
    limits: { maxInputLength: longestHtml, maxDepth: 40, maxChildNodes: 2_000, ellipsis: '…' },
    selectors: [
      { selector: 'img', format: 'skip' },
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: false } },
      { selector: 'h1', options: { uppercase: false } },
      { selector: 'h2', options: { uppercase: false } },
      { selector: 'h3', options: { uppercase: false } },
      { selector: 'h4', options: { uppercase: false } },
      { selector: 'table', options: { uppercaseHeaderCells: false } },
    ],
  })
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
