import { expect, it } from 'vitest'
import { VitrineError } from '../../../src/errors/vitrine-error'
import { translatorOf } from '../../../src/i18n/catalogues'
import { inEnglish } from '../../../src/i18n/english'
import { isSilent, spoken } from '../../../src/i18n/sentence'

it('is spoken with its values: names, numbers, other sentences and lists', () => {
  expect(inEnglish({ id: 'quit.title', values: { clients: ['Claude', 'Cursor'], count: 2 } })).toBe('Claude and Cursor are connected. Quit Vitrine?')
  expect(inEnglish({ id: 'tray.tooltip', values: { status: { id: 'tray.status.none' } } })).toBe('Vitrine: No Odoo connected yet')
})

it('several are said in turn, and what says nothing leaves no gap', () => {
  expect(inEnglish([{ id: 'broken.title' }, '', 'A path'])).toBe('This view could not be shown A path')
  expect([isSilent(''), isSilent([]), isSilent(['', []]), isSilent('x'), isSilent({ id: 'broken.title' })]).toEqual([true, true, true, false, false])
})

it('numbers and lists are written as the locale writes them', () => {
  const text = (locale: string) => spoken({ id: 'did.count', values: { total: 12_345 } }, translatorOf({ language: 'en', locale }))
  expect([text('en-GB'), text('de')]).toEqual(['Count, 12,345', 'Count, 12.345'])
})

it('an error keeps it as data for people, and has it in English for everything else', () => {
  const error = new VitrineError('timeout', { id: 'failure.message' }, { hint: { id: 'failure.hint' } })
  expect([error.message, error.told]).toEqual(['That did not work.', { message: { id: 'failure.message' }, hint: { id: 'failure.hint' } }])
  expect(error.hint).toContain('Try again')
})
