import { Linter } from 'eslint'
import tseslint from 'typescript-eslint'
import { expect, test } from 'vitest'
import { catalogueOnly } from '../../../build/lint/catalogue-only.mjs'

function faults(code: string): number {
  const linter = new Linter()
  const config = {
    files: ['**/*.tsx'],
    languageOptions: { parser: tseslint.parser as Linter.Parser, parserOptions: { ecmaFeatures: { jsx: true } } },
    plugins: { house: { rules: { 'catalogue-only': catalogueOnly } } },
    rules: { 'house/catalogue-only': 'error' },
  } satisfies Linter.Config
  const found = linter.verify(code, [config], 'view.tsx')
  expect(found.filter(({ fatal }) => fatal === true)).toEqual([])
  return found.length
}

test.each([
  '<p>Nothing here</p>',
  '<p>{count} rows</p>',
  "<p>{isOpen ? 'Open' : t('closed')}</p>",
  '<p>{`Hello ${name}`}</p>',
  '<button aria-label="Close" />',
  '<input placeholder={`Search ${what}`} />',
  "<Card title={isNew && 'New'} />",
  "const failure = { ok: false, message: 'It failed.', hint: t('again') }",
  "const failure = { ok: false, message: said, hint: `Ask ${who}.` }",
])('words are reported: %s', (code) => {
  expect(faults(code)).toBe(1)
})

test.each([
  "<p>{t('nothing')}</p>",
  '<p> · {count} – {name}</p>',
  '<svg viewBox="0 0 10 10" className="mark" />',
  "<p>{said(message)}</p>",
  '<input placeholder="res.partner" />',
  '<input placeholder="https://" />',
  "<Message tone=\"bad\" message={t('failure.message')} />",
  "const failure = { ok: false, message: { id: 'failure.message' }, hint: '' }",
  "const event = { message: 'for the log alone' }",
])('what is no word of ours is not: %s', (code) => {
  expect(faults(code)).toBe(0)
})
