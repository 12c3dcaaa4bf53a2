import { existsSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { endsBy } from '../support/app/processes'
import { endpointFile, openView, runVitrine, typeConnection, type RunningVitrine } from '../support/app/vitrine'
import { keychainItems, lockKeychain } from '../support/desktop/keychain-items'
import { startSilentKeychain } from '../support/desktop/silent-keychain'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

const connected = (vitrine: RunningVitrine): Promise<true> =>
  vitrine.tray.until(async () => ((await vitrine.tray.toolTip()).includes('can look into Northwind') ? true : undefined))
const quit = (vitrine: RunningVitrine) => endsBy(vitrine.app(), () => vitrine.tray.click('Quit'))

describe('a keychain that does not serve', () => {
  let sample: SampleOdoo
  let vitrine: RunningVitrine

  beforeEach(async () => {
    sample = await startSampleOdoo({ version: 19 })
  })
  afterEach(async () => {
    await vitrine.stop()
    await sample.close()
  })

  const add = (): Promise<void> => typeConnection(vitrine.page(), { name: 'Northwind', ...sample })
  const keepUntilQuit = (): Promise<void> => vitrine.page().getByRole('button', { name: 'Keep the key until I quit' }).first().click()
  const shown = (sentence: string): Promise<void> => vitrine.page().getByText(sentence).first().waitFor()

  /** What was typed stands in the form still, so that one more press is all it takes. */
  const connectForThisSession = async (): Promise<void> => {
    await keepUntilQuit()
    await vitrine.page().getByRole('form', { name: 'Connect an Odoo' }).getByRole('button', { name: 'Test and connect' }).click()
    await connected(vitrine)
    await openView(vitrine.page(), 'Connections')
    await shown('In memory, until Vitrine quits')
  }

  it('is absent: the window says so, the key is kept until one quits, and is asked for at the next start', async () => {
    vitrine = await runVitrine({ keychain: 'absent' })
    await vitrine.start()
    await add()
    await shown('This session has no keychain where Vitrine could keep the Odoo key.')
    await connectForThisSession()
    expect(await quit(vitrine)).toBe(0)

    await vitrine.start()
    const page = vitrine.page()
    await page.getByRole('heading', { name: 'This session has no keychain where Vitrine could keep the Odoo key.' }).waitFor()
    await keepUntilQuit()
    await page.getByRole('button', { name: 'Connect', exact: true }).first().click()
    await page.getByRole('button', { name: 'Enter a new key…' }).first().click()
    await page.getByRole('dialog').getByLabel(/^API key/).fill(sample.apiKey)
    await page.getByRole('dialog').getByRole('button', { name: 'Test and replace' }).click()
    await connected(vitrine)
    expect(await quit(vitrine)).toBe(0)
  })

  it('is locked when a connection is added: the way out is the same, and nothing is stored behind the lock', async () => {
    vitrine = await runVitrine()
    await lockKeychain(vitrine.desktop)
    await vitrine.start()
    await add()
    await shown('The keychain is locked.')
    await connectForThisSession()
    expect(await keychainItems(vitrine.desktop)).toEqual([])
    expect(await quit(vitrine)).toBe(0)
  })

  it('is locked at the start: the window says so, and what is in it stays there', async () => {
    vitrine = await runVitrine()
    await vitrine.start()
    await add()
    await connected(vitrine)
    expect(await quit(vitrine)).toBe(0)
    const items = await keychainItems(vitrine.desktop)
    await lockKeychain(vitrine.desktop)

    await vitrine.start()
    await vitrine.page().getByRole('heading', { name: 'The keychain is locked.' }).waitFor()
    expect(await vitrine.tray.toolTip()).toBe('Vitrine: The keychain is locked.')
    await vitrine.page().getByRole('button', { name: 'Try again' }).first().click()
    await shown('The keychain is locked.')
    expect(await keychainItems(vitrine.desktop)).toEqual(items)
    expect(await quit(vitrine)).toBe(0)
  })

  it('does not answer: the window goes on, and quitting does not wait for it', async () => {
    vitrine = await runVitrine({ keychain: 'absent' })
    const silent = await startSilentKeychain(vitrine.desktop)
    await vitrine.start()
    await add()
    await silent.asked

    const page = vitrine.page()
    for (const view of ['Activity', 'Settings', 'Overview'] as const) {
      await openView(page, view)
      await page.getByRole('heading', { level: 1 }).waitFor()
    }
    // Leaving the proper way would wait for the call's thread; what is on disk was tidied before.
    expect(await quit(vitrine)).toBe('SIGKILL')
    expect(existsSync(endpointFile(vitrine.desktop.home))).toBe(false)
    silent.stop()
  })
})
