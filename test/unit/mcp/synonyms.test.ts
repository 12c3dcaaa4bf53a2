import { describe, expect, it } from 'vitest'
import { GERMAN } from '../../../src/mcp/synonyms/de'
import { ENGLISH } from '../../../src/mcp/synonyms/en'
import { SPANISH } from '../../../src/mcp/synonyms/es'
import { FRENCH } from '../../../src/mcp/synonyms/fr'
import { MEANINGS } from '../../../src/mcp/synonyms/meanings'
import { meaningsIn, tellingWords } from '../../../src/mcp/synonyms/meanings-in'
import { DUTCH } from '../../../src/mcp/synonyms/nl'

const LANGUAGES = { en_US: ENGLISH, fr_FR: FRENCH, es_ES: SPANISH, de_DE: GERMAN, nl_NL: DUTCH }

function best(question: string, language: string): { readonly model: string; readonly hint?: string | undefined } | undefined {
  const [first] = [...meaningsIn(tellingWords(question), language)].sort(([, a], [, b]) => b.score - a.score)
  return first === undefined ? undefined : { model: first[0], hint: first[1].hint }
}

const OUT = 'filter ["move_type","=","out_invoice"]'
const IN = 'filter ["move_type","=","in_invoice"]'

describe.each([
  ['en_US', { 'unpaid invoices': ['account.move', OUT], 'vendor bills': ['account.move', IN], 'sales orders': ['sale.order'], customers: ['res.partner'], 'minimum stock': ['stock.warehouse.orderpoint'], opportunities: ['crm.lead'], companies: ['res.company'] }],
  ['fr_FR', { 'les factures impayées': ['account.move', OUT], 'Factures fournisseurs': ['account.move', IN], "chiffre d'affaires": ['sale.order'], fournisseurs: ['res.partner'], 'règles de réapprovisionnement': ['stock.warehouse.orderpoint'], opportunites: ['crm.lead'], 'NOTES DE FRAIS': ['hr.expense'], 'commandes d’achat': ['purchase.order'] }],
  ['es_ES', { 'facturas impagadas': ['account.move', OUT], 'facturas de proveedores': ['account.move', IN], 'pedidos de venta': ['sale.order'], proveedores: ['res.partner'], 'stock mínimo': ['stock.warehouse.orderpoint'], 'cotizaciones': ['sale.order', 'filter ["state","in",["draft","sent"]]'], almacenes: ['stock.warehouse'] }],
  ['de_DE', { 'offene Rechnungen': ['account.move', OUT], Eingangsrechnungen: ['account.move', IN], 'alle Aufträge': ['sale.order'], Auftraege: ['sale.order'], 'Kunden und ihre': ['res.partner'], Mindestbestände: ['stock.warehouse.orderpoint'], 'überfällige': ['account.move', OUT], ueberfaellige: ['account.move', OUT], Bestellungen: ['purchase.order'], Außenstände: ['account.move', OUT] }],
  ['nl_NL', { 'openstaande facturen': ['account.move', OUT], leveranciersfacturen: ['account.move', IN], verkooporders: ['sale.order'], klanten: ['res.partner'], 'minimale voorraad': ['stock.warehouse.orderpoint'], offertes: ['sale.order', 'filter ["state","in",["draft","sent"]]'], 'onze verkoopkansen': ['crm.lead'] }],
] as const)('what people say in %s', (language, questions) => {
  it.each(Object.entries(questions))('"%s"', (question, [model, hint]: readonly [string, string?]) => {
    expect(best(question, language)).toMatchObject({ model, ...(hint !== undefined && { hint }) })
  })
})

describe('the vocabularies', () => {
  it.each(Object.entries(LANGUAGES))('%s: each expression alone leads to what it means, for a user of that language', (language, { words }) => {
    const wrong = Object.entries(words).flatMap(([meaning, expressions]) =>
      expressions.filter((expression) => {
        const { model } = MEANINGS[meaning as keyof typeof MEANINGS]
        return !meaningsIn(tellingWords(expression), language).has(model)
      }))
    expect(wrong).toEqual([])
  })

  it('know the same meanings in every language', () => {
    for (const { words } of Object.values(LANGUAGES)) expect(Object.keys(words).sort()).toEqual(Object.keys(MEANINGS).sort())
  })

  it('take the words of other languages too, behind those of the user', () => {
    expect(best('Rechnung', 'en_US')).toMatchObject({ model: 'account.move' })
    expect(best('commercial invoices', 'en_US')).toMatchObject({ model: 'account.move' })
    expect(best('commercial', 'fr_FR')).toMatchObject({ model: 'res.users' })
  })

  it('make nothing of what means nothing', () => {
    expect(best('', 'en_US')).toBeUndefined()
    expect(best('les de la zzz', 'fr_FR')).toBeUndefined()
  })
})
