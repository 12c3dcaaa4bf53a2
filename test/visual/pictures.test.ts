import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { electronRuntime } from '../../build/scripts/electron-runtime.mjs'
import { SCENES } from '../support/preview/scenes'
import { differenceFromReference, isAccepting, PIXELS_ALLOWED, pixelsDiffering } from '../support/visual/reference'
import { openStudio, type Studio, type Theme } from '../support/visual/studio'

const renderer = new URL('references/renderer.json', import.meta.url)
const accepted = JSON.parse(readFileSync(renderer, 'utf8')) as { readonly electron: string }
const { version } = await electronRuntime(() => undefined)
/** Another Chromium draws letters a little differently, and its pictures would all be others. */
const comparable = isAccepting || version === accepted.electron
const title = comparable ? 'the window looks as it was accepted' : `NOT compared: the pictures were drawn by Electron ${accepted.electron}, and this is ${version}`

/** Views as they are opened: the scenes that show each token of the dark theme. States differ in what they show, not in their colours. */
const DARK = ['overview', 'consent', 'alerts', 'activity', 'activity-detail', 'access', 'clients', 'clients-conflict', 'connections', 'connections-failed', 'settings', 'first-1']
const pictures: readonly (readonly [string, Theme])[] = [...Object.keys(SCENES).map((scene) => [scene, 'light'] as const), ...DARK.map((scene) => [scene, 'dark'] as const)]

let studio: Studio
beforeAll(async () => {
  studio = await openStudio()
})
afterAll(async () => {
  await studio.close()
  if (isAccepting) writeFileSync(renderer, `${JSON.stringify({ electron: version })}\n`)
})

describe.skipIf(!comparable)(title, () => {
  it.each(pictures)('%s, %s', async (scene, theme) => {
    expect(await differenceFromReference(`${scene}-${theme}`, await studio.picture(scene, theme))).toBe(0)
  })

  it.each([
    ['a colour', ':root { --muted: #6a6963 !important; }'],
    ['a space', ':root { --s4: 15px !important; }'],
    ['a radius', ':root { --radius: 5px !important; }'],
    ['a size of letters', ':root { --text-small: 0.83rem !important; }'],
  ])('and a change of one token, %s, is another picture', async (_token, style) => {
    const plain = await studio.picture('overview', 'light')
    expect(pixelsDiffering(plain, await studio.picture('overview', 'light'))).toBe(0)
    expect(pixelsDiffering(plain, await studio.picture('overview', 'light', style))).toBeGreaterThan(PIXELS_ALLOWED)
  })
})
