import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { contrast, type Colour } from '../../support/contrast'

const sheet = readFileSync(new URL('../../../renderer/styles/tokens.css', import.meta.url), 'utf8')

/** Names of tokens to their values, as the block of this selector has them. */
function tokensOf(selector: string): ReadonlyMap<string, string> {
  const start = sheet.indexOf(`${selector} {`)
  const block = sheet.slice(start, sheet.indexOf('\n}', start))
  return new Map([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]))
}

const light = tokensOf(':root')
const dark = new Map([...light, ...tokensOf(":root[data-theme='dark']")])
const THEMES = [['light', light], ['dark', dark]] as const

const GROUNDS = ['bg', 'surface', 'sunken', 'hover']
/** What is written on what. */
const TEXT: readonly (readonly [text: string, grounds: readonly string[]])[] = [
  ['text', [...GROUNDS, 'accent-weak', 'warn-weak', 'bad-weak', 'bar']],
  ['muted', [...GROUNDS, 'bar']],
  ['accent', [...GROUNDS, 'accent-weak']],
  ['ok', GROUNDS],
  ['warn', ['bg', 'surface', 'warn-weak']],
  ['bad', ['bg', 'surface', 'bad-weak']],
  ['accent-text', ['accent', 'accent-hover']],
  ['bad-text', ['bad']],
]
/** Edges and shapes that say what something is. */
const CONTROLS: readonly (readonly [edge: string, grounds: readonly string[]])[] = [
  ['control-line', ['bg', 'surface']],
  ['accent', ['bg', 'surface', 'sunken']],
  ['ok', ['bg', 'surface', 'sunken']],
  ['warn', ['bg', 'surface', 'sunken']],
  ['bad', ['bg', 'surface', 'sunken']],
]

describe.each(THEMES)('the tokens of the %s theme', (_name, tokens) => {
  const colour = (name: string): Colour => {
    const hex = tokens.get(name) ?? ''
    expect(hex, name).toMatch(/^#[0-9a-f]{6}$/)
    return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16))
  }
  const pairs = (table: typeof TEXT) => table.flatMap(([front, grounds]) => grounds.map((ground) => [front, ground] as const))

  it.each(pairs(TEXT))('let %s be read on %s: at least 4.5 to 1', (front, ground) => {
    expect(contrast(colour(front), colour(ground))).toBeGreaterThanOrEqual(4.5)
  })

  it.each(pairs(CONTROLS))('let a control of %s be seen on %s: at least 3 to 1', (front, ground) => {
    expect(contrast(colour(front), colour(ground))).toBeGreaterThanOrEqual(3)
  })
})

it('have the same names in both themes, but for what is no colour', () => {
  const colours = (tokens: ReadonlyMap<string, string>) => [...tokens].filter(([, value]) => /^(#|rgb)/.test(value)).map(([name]) => name)
  expect(colours(tokensOf(":root[data-theme='dark']"))).toEqual(colours(light))
})

const root = new URL('../../../renderer', import.meta.url).pathname
const sheets = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.css') && !name.endsWith('tokens.css'))

/** What a sheet may not decide by itself. */
const RAW = [
  ['a colour', /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(/i],
  ['a size of letters', /font-size:(?!\s*(?:var\(|inherit|81\.25%|1rem|1em))/],
  ['a radius', /border-radius:(?!\s*(?:var\(|50%|0|inherit|1px 1px 0 0))/],
  ['a duration', /(?:animation|transition)[^;]*\b(?!0s)\d+(?:\.\d+)?m?s\b(?! !important)/],
] as const

it.each(sheets)('%s takes colours, sizes of letters, radii and durations from the tokens', (name) => {
  const lines = readFileSync(path.join(root, name), 'utf8').split('\n')
  const found = lines.flatMap((line, at) => RAW.filter(([, raw]) => raw.test(line)).map(([what]) => `${at + 1}: ${what}: ${line.trim()}`))
  expect(found).toEqual([])
})

it('uses no token that does not exist, and has none that nothing uses', () => {
  const styles = [...sheets.map((name) => readFileSync(path.join(root, name), 'utf8')), sheet].join('\n')
  const used = new Set([...styles.matchAll(/var\(--([\w-]+)/g)].map(([, name = '']) => name))
  const own = new Set([...styles.matchAll(/--([\w-]+):/g)].map(([, name = '']) => name))
  expect([...used].filter((name) => !own.has(name))).toEqual([])
  expect([...light.keys()].filter((name) => !used.has(name))).toEqual([])
})
