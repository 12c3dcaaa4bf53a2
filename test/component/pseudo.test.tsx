import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { VIEW_NAMES } from '../../src/contract/requests'
import { pseudoCatalogue } from '../support/pseudo'
import { SCENES } from '../support/preview/scenes'
import * as fixtures from './fixtures'
import { show } from './render-app'

const catalogue = pseudoCatalogue()
const ATTRIBUTES = ['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'title', 'placeholder', 'alt']

/** What answers of the scenes say: names of records, and sentences that stand for what the main process says as data. */
const SAID_IN_SCENES = ['Harbour Lights', 'Ostara Studio', 'Signup Token', 'Vitrine is disconnected from Odoo.', 'Choose Connect.', 'email · The user has hidden the field email of res.partner.', 'phone · The user has hidden the field phone of res.partner.', 'The field signup_token of res.partner is always hidden, because it can hold a secret or an access right.']

/** Strings of the state and the answers: names, addresses, what Odoo said. */
function dataIn(value: unknown, into = new Set<string>()): Set<string> {
  if (typeof value === 'string') into.add(value)
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) dataIn(part, into)
  return into
}

/** A name of a model or field, an address: the same in every language. */
const isTechnical = (text: string) => /^\S*[._:@/]\S+$/.test(text)

/** What is shown outside the brackets of the pseudo-language and is not data, a date or a unit. */
function hardCoded(data: ReadonlySet<string>): readonly string[] {
  const found: string[] = []
  const check = (text: string): void => {
    const rest = text.replace(/⟦[^⟦⟧]*⟧/g, '').replace(/⟦[^⟦⟧]*⟧/g, '').replace(/[⟦⟧]/g, '').trim()
    const known = (part: string) => [...data].some((one) => one.includes(part))
    const isData = known(rest) || rest.split(/, | and | /).every((part) => known(part) || isTechnical(part))
    const isFormat = /^[\d\s.,:+/–—-]*(?:\p{L}{3,9})?[\d\s.,:]*(?:at [\d:]+)?(?:kB|MB|B|ms|s)?$/u.test(rest)
    if (/\p{L}{2}/u.test(rest) && !isData && !isFormat) found.push(text)
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node instanceof Element) for (const name of ATTRIBUTES) check(node.getAttribute(name) ?? '')
    else if (!(node.parentElement?.closest('style, script, code, pre') instanceof Element)) check(node.textContent ?? '')
  }
  return found
}

const shown = Object.entries(SCENES).filter(([, { steps, answers, state }]) => (steps ?? []).length === 0 && answers.getSnapshot === undefined && state.provision === null)

test('every view is among what is looked at', () => {
  expect(new Set(shown.map(([, { view }]) => view))).toEqual(new Set(VIEW_NAMES))
})

test.each(shown)('%s says nothing that is not in the catalogue', async (_, { view, state, answers }) => {
  await show({ view, state, answers, catalogue })
  await screen.findAllByRole('heading')
  expect(hardCoded(dataIn([fixtures, state, SAID_IN_SCENES]))).toEqual([])
})
