import { fireEvent, screen, within } from '@testing-library/react'
import axe from 'axe-core'
import { describe, expect, test } from 'vitest'
import { SCENES, type Scene } from '../support/preview/scenes'
import { show, showLoading } from './render-app'

/** Contrast needs a layout; test/support/preview/pictures.mjs asks for it in a real browser. */
const RULES = { 'color-contrast': { enabled: false } }

async function play({ view, state, answers, steps = [] }: Scene) {
  const reachable = answers.getSnapshot === undefined
  // A dialog that is there from the start hides all else from assistive technology.
  const isBehindDialog = state.provision !== null
  const { user } = reachable && !isBehindDialog ? await show({ view, state, answers }) : showLoading({ view, state, answers })
  await screen.findByRole('heading', isBehindDialog ? { level: 2 } : { level: 1 })
  for (const step of steps) {
    const [label = '', text] = step.split('=')
    if (step === 'row') await user.click(within(await screen.findByRole('grid')).getAllByRole('row')[1] as HTMLElement)
    else if (text !== undefined) fireEvent.change(screen.getByLabelText(label), { target: { value: text } })
    else await user.click(screen.queryByRole('radio', { name: label }) ?? screen.queryByText(label, { selector: 'summary' }) ?? ((await screen.findAllByRole('button', { name: label }))[0] as HTMLElement))
  }
  // Dialogs and what was asked for are there after one more turn.
  await screen.findAllByRole('heading')
}

describe('every view is accessible in every state', () => {
  test.each(Object.entries(SCENES))('%s', async (_, scene) => {
    await play(scene)
    document.documentElement.lang = 'en'
    const { violations } = await axe.run(document.body, { rules: RULES })
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(', ')}`)).toEqual([])
  })

  test.each(Object.entries(SCENES))('%s has one h1', async (_, scene) => {
    await play(scene)
    expect(document.querySelectorAll('h1')).toHaveLength(1)
  })
})
