import { COMPANIES } from './foundations'
import { cents, tr, type World } from './world'

const THINGS: readonly (readonly [string, string])[] = [['Desk lamp', 'Lampe de bureau'], ['Floor lamp', 'Lampadaire'], ['Wall light', 'Applique'], ['Pendant', 'Suspension'], ['Spotlight', 'Projecteur'], ['Chair', 'Chaise'],
  ['Table', 'Table'], ['Bookcase', 'Bibliothèque'], ['Cabinet', 'Armoire'], ['Stool', 'Tabouret'], ['Screen', 'Écran'], ['Cable', 'Câble'], ['Socket', 'Prise'], ['Dimmer', 'Variateur'], ['Bulb', 'Ampoule']]
const FINISHES: readonly (readonly [string, string])[] = [['oak', 'chêne'], ['black', 'noir'], ['white', 'blanc'], ['brass', 'laiton'], ['steel', 'acier'], ['walnut', 'noyer'], ['copper', 'cuivre'], ['glass', 'verre'], ['linen', 'lin'], ['slate', 'ardoise']]

export interface Product { id: number; template: number; price: number; cost: number; storable: boolean; name: string }

/** Units, categories, products, taxes, accounts, journals, terms, warehouses: what documents refer to. */
export function addCatalogue(world: World): Product[] {
  const { dice } = world
  for (const [en, fr, factor] of [['Units', 'Unités', 1], ['Dozens', 'Douzaines', 0.083333], ['Hours', 'Heures', 1], ['Days', 'Jours', 0.125], ['kg', 'kg', 1], ['m', 'm', 1]] as const) {
    world.add('uom.uom', { name: tr(en, fr), factor, relative_factor: 1, rounding: 0.01, active: true })
  }
  for (const [en, fr, parent] of [['All', 'Tout', 0], ['Lighting', 'Éclairage', 1], ['Furniture', 'Mobilier', 1], ['Parts', 'Pièces', 1], ['Services', 'Services', 1]] as const) {
    world.add('product.category', { name: tr(en, fr), complete_name: parent ? `All / ${en}` : en, parent_id: parent || false, property_valuation: 'manual_periodic' })
  }
  const products: Product[] = []
  for (let index = 0; index < 150; index += 1) {
    const [thing, fr] = THINGS[index % 15] ?? ['Thing', 'Chose']
    const [finish, frFinish] = FINISHES[Math.floor(index / 15)] ?? ['plain', 'uni']
    addProduct(world, products, { en: `${thing}, ${finish}`, fr: `${fr}, ${frFinish}`, category: index % 15 < 5 ? 2 : index % 15 < 11 ? 3 : 4, index, price: cents(dice.int(5, 900) + 0.9), storable: true })
  }
  for (const [index, [en, fr]] of ([['Installation', 'Installation'], ['Lighting plan', 'Plan lumière'], ['Delivery', 'Livraison'], ['Maintenance', 'Entretien']] as const).entries()) {
    addProduct(world, products, { en, fr, category: 5, index: 900 + index, price: 65 + index * 10, storable: false })
  }
  addBooks(world)
  return products
}

function addProduct(world: World, products: Product[], made: { en: string; fr: string; category: number; index: number; price: number; storable: boolean }): void {
  const { dice } = world
  const { index, price, storable } = made
  const code = `${storable ? 'P' : 'SRV'}-${String(index).padStart(4, '0')}`
  const active = index % 29 !== 28
  const template = world.add('product.template', {
    name: tr(made.en, made.fr), description_sale: index % 5 === 0 ? tr(`${made.en}, made to order`, `${made.fr}, sur commande`) : false, sequence: 1, categ_id: made.category, list_price: price, sale_ok: true,
    purchase_ok: storable, uom_id: storable ? 1 : 3, company_id: index % 17 === 16 ? 2 : false, type: storable ? 'storable' : 'service', detailed_type: storable ? 'product' : 'service', is_storable: storable,
    invoice_policy: storable ? 'delivery' : 'order', active, priority: index % 20 === 0 ? '1' : '0', is_favorite: index % 20 === 0, default_code: index % 25 === 24 ? false : code, weight: storable ? cents(dice.int(1, 200) / 10) : 0,
    image_1920: false, product_properties: [], create_date: world.moment(-dice.int(200, 900), 10),
  })
  const cost = cents(price * 0.55)
  for (let variant = 0; variant < (index % 25 === 24 ? 2 : 1); variant += 1) {
    const id = world.add('product.product', {
      product_tmpl_id: template, default_code: index % 25 === 24 ? `${code}-${variant === 0 ? 'S' : 'L'}` : code, barcode: storable ? `54${String(10_000_000_000 + index * 10 + variant)}` : false, active,
      standard_price: { base: 0, byCompany: { 1: cost, 2: cents(cost * 0.9), 3: cents(cost * 1.2) } }, weight: storable ? 1.5 : 0,
    })
    if (active && index % 17 !== 16) products.push({ id, template, price, cost, storable, name: made.en })
  }
}

/** Accounts by use, the same three companies over; ids are found again by these names. */
export const ACCOUNT_USES = ['receivable', 'payable', 'income', 'expense', 'tax', 'bank'] as const
export const accountId = (company: number, use: (typeof ACCOUNT_USES)[number]): number => (company - 1) * ACCOUNT_USES.length + ACCOUNT_USES.indexOf(use) + 1
export const JOURNAL_TYPES = ['sale', 'purchase', 'bank', 'general'] as const
export const journalId = (company: number, type: (typeof JOURNAL_TYPES)[number]): number => (company - 1) * JOURNAL_TYPES.length + JOURNAL_TYPES.indexOf(type) + 1
export const taxId = (company: number, use: 'sale' | 'purchase'): number => (company - 1) * 2 + (use === 'sale' ? 1 : 2)
export const warehouseId = (company: number): number => company
/** Locations: 1 vendors, 2 customers, 3 virtual; then three a company: view, stock, shelf. */
export const locationId = (company: number, kind: 'view' | 'stock' | 'shelf'): number => 3 + (company - 1) * 3 + ['view', 'stock', 'shelf'].indexOf(kind) + 1
export const pickingTypeId = (company: number, code: 'incoming' | 'outgoing' | 'internal'): number => (company - 1) * 3 + ['incoming', 'outgoing', 'internal'].indexOf(code) + 1

function addBooks(world: World): void {
  const kinds = [['400000', 'Customers', 'asset_receivable'], ['440000', 'Vendors', 'liability_payable'], ['700000', 'Sales', 'income'], ['600000', 'Purchases', 'expense'], ['451000', 'Tax', 'liability_current'], ['550000', 'Bank', 'asset_cash']] as const
  world.add('stock.location', { name: 'Vendors', complete_name: 'Partners/Vendors', usage: 'supplier', active: true, location_id: false, company_id: false, warehouse_id: false })
  world.add('stock.location', { name: 'Customers', complete_name: 'Partners/Customers', usage: 'customer', active: true, location_id: false, company_id: false, warehouse_id: false })
  world.add('stock.location', { name: 'Inventory adjustment', complete_name: 'Virtual Locations/Inventory adjustment', usage: 'inventory', active: true, location_id: false, company_id: false, warehouse_id: false })
  for (const company of COMPANIES) {
    for (const [code, name, account_type] of kinds) world.add('account.account', { code, name, account_type, reconcile: account_type.startsWith('asset_rec'), deprecated: false, active: true, company_id: company.id, company_ids: [company.id] })
    for (const [type, code, en, fr] of [['sale', 'INV', 'Customer Invoices', 'Factures clients'], ['purchase', 'BILL', 'Vendor Bills', 'Factures fournisseurs'], ['bank', 'BNK1', 'Bank', 'Banque'], ['general', 'MISC', 'Miscellaneous Operations', 'Opérations diverses']] as const) {
      world.add('account.journal', { name: tr(en, fr), code, type, sequence: 10, active: true, company_id: company.id, currency_id: false })
    }
    for (const use of ['sale', 'purchase'] as const) world.add('account.tax', { name: tr(`${company.tax}%`, `${company.tax}%`), type_tax_use: use, amount_type: 'percent', amount: company.tax, active: true, sequence: 1, company_id: company.id })
    const code = company.name.slice(0, 2).toUpperCase()
    const view = world.add('stock.location', { name: code, complete_name: code, usage: 'view', active: true, location_id: false, company_id: company.id, warehouse_id: company.id })
    const stock = world.add('stock.location', { name: 'Stock', complete_name: `${code}/Stock`, usage: 'internal', active: true, location_id: view, company_id: company.id, warehouse_id: company.id })
    world.add('stock.location', { name: 'Shelf A', complete_name: `${code}/Stock/Shelf A`, usage: 'internal', active: true, location_id: stock, company_id: company.id, warehouse_id: company.id, barcode: `LOC-${company.id}` })
    world.add('stock.warehouse', { name: `${company.city} warehouse`, code, active: true, sequence: 10, company_id: company.id, partner_id: company.id, lot_stock_id: stock })
    for (const [kind, en, fr] of [['incoming', 'Receipts', 'Réceptions'], ['outgoing', 'Delivery Orders', 'Livraisons'], ['internal', 'Internal Transfers', 'Transferts internes']] as const) {
      world.add('stock.picking.type', { name: tr(en, fr), code: kind, sequence: 1, active: true, warehouse_id: company.id, company_id: company.id })
    }
  }
  for (const [en, fr] of [['Immediate Payment', 'Paiement immédiat'], ['30 Days', '30 jours'], ['60 Days', '60 jours']] as const) world.add('account.payment.term', { name: tr(en, fr), active: true, sequence: 10, note: false })
}

/** Days that a payment term gives. */
export const TERM_DAYS: Record<number, number> = { 1: 0, 2: 30, 3: 60 }
