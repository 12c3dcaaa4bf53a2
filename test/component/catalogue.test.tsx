import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import en from '../../src/i18n/en.json'
import { ERROR_CODES } from '../../src/contract/error-codes'

const sourcesIn = (room: string) =>
  readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => ({ name, text: readFileSync(join(room, name), 'utf8') }))
const sources = sourcesIn('renderer')

describe('the catalogue', () => {
  test('has words for every error code', () => {
    expect(ERROR_CODES.filter((code) => !(`code.${code}` in en))).toEqual([])
  })
})

describe('the window', () => {
  test('never writes markup, styles or code from text', () => {
    const forbidden = /dangerouslySetInnerHTML|innerHTML|insertAdjacentHTML|\beval\(|new Function/
    expect(sources.filter(({ text }) => forbidden.test(text)).map(({ name }) => name)).toEqual([])
  })

  test('has a policy with every directive spelled out, and no script or style inside its page', () => {
    const page = readFileSync('renderer/index.html', 'utf8')
    for (const directive of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'none'", "form-action 'none'", "base-uri 'none'", "require-trusted-types-for 'script'"]) {
      expect(page).toContain(directive)
    }
    expect(page).not.toMatch(/unsafe-|<style|style=|onclick/)
    expect(page).not.toMatch(/<script(?![^>]*src=)/)
  })
})
