import { describe, expect, it } from 'vitest'
import de from '../../../src/i18n/de.json'
import en from '../../../src/i18n/en.json'
import es from '../../../src/i18n/es.json'
import fr from '../../../src/i18n/fr.json'
import nl from '../../../src/i18n/nl.json'

/** Odoo 19 renamed the menus around API keys. A hint is said before anybody knows which Odoo it is, so it names those of both. */

/** What `message` says for the older menus and for those from Odoo 19 on. */
function menusIn(message: string): readonly string[] {
  return ['profile', 'preferences'].map((name) => new RegExp(`\\b${name} \\{([^{}]+)\\}`).exec(message)?.[1] ?? `no ${name}`)
}

describe.each(Object.entries({ de, en, es, fr, nl }))('in %s', (_, catalogue) => {
  it('the hint at a refused key names the tab of every version, as the steps to a key do', () => {
    for (const menu of menusIn(catalogue['keys.step2'])) expect(catalogue['odoo.key.hint']).toContain(menu)
  })

  it('the hint at a refused login names tab and button of every version', () => {
    for (const menu of [...menusIn(catalogue['keys.step2']), ...menusIn(catalogue['keys.step3'])]) expect(catalogue['test.login.hint']).toContain(menu)
  })
})
