import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import en from '../../../src/i18n/en.json'

/**
 * A message is used where its id stands in quotes, or where a template makes it: one that begins with words of its own, as in
 * `alert.${kind}.hint`, or one that puts a last word behind the id of a message that is used, as in `${id}.about`. This does not
 * know which values a template meets, so a message for a value that went is not found.
 */
function unusedIn(ids: readonly string[], source: string): readonly string[] {
  const written = new Set([...source.matchAll(/'([\w.-]+)'/g)].map((match) => match[1] ?? ''))
  const templates = [...source.matchAll(/`([\w.-]*\$\{[^`\n]*)`/g)].map((match) => (match[1] ?? '').split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/))
  const begun = templates.filter((parts) => /^[a-z]\w*\./i.test(parts[0] ?? '') && parts.every((part) => /^[\w.-]*$/.test(part))).map((parts) => new RegExp(`^${parts.map((part) => part.replace(/\./g, '\\.')).join('[\\w-]+')}$`))
  const endings = templates.flatMap(([first, last, ...more]) => (first === '' && more.length === 0 && /^\.[a-z]+$/.test(last ?? '') ? [last ?? ''] : []))
  const isMade = (id: string): boolean => written.has(id) || begun.some((pattern) => pattern.test(id))
  return ids.filter((id) => !isMade(id) && !endings.some((ending) => id.endsWith(ending) && isMade(id.slice(0, -ending.length))))
}

const source = ['src', 'renderer', 'electron']
  .flatMap((room) => readdirSync(room, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name)).map((name) => readFileSync(join(room, name), 'utf8')))
  .join('\n')

describe('the catalogue', () => {
  it('holds no message that nobody uses', () => {
    expect(unusedIn(Object.keys(en), source)).toEqual([])
  })

  it('is held to it: a message beside those that are used is found, also below a name that templates begin with', () => {
    expect(unusedIn(['alert.rate_limit', 'alert.rate_limit.once', 'head.nobody', 'rule.never.about', 'rule.nobody.about'], "t(`alert.${kind}`); t('rule.never'); t(`${id}.about`)")).toEqual([
      'alert.rate_limit.once',
      'head.nobody',
      'rule.nobody.about',
    ])
  })
})
