import { companyRule } from '../engine/access'
import type { Compute, Json } from '../engine/model'
import { fieldOf, modelOf, valueOf } from '../engine/values'
import { binary, boolean, char, float, html, integer, many2one, one2many, properties, readableBy, selection, text, type FieldSpec, type ModelSpec } from './fields'
import { STOCK_ADMIN, USER } from './names'
import { thread } from './thread'

const MANAGERS = ['product.group_product_manager', STOCK_ADMIN, 'sales_team.group_sale_manager', 'purchase.group_purchase_manager', 'account.group_account_manager']

const onHand = (column: 'quantity' | 'reserved_quantity' | 'free'): Compute => (row, env) => {
  const quants = env.store.table('stock.quant')
  let sum = 0
  for (const id of quants.mirror('product_id').get(row.id) ?? []) {
    const quant = quants.byId.get(id)
    const location = env.store.table('stock.location').byId.get(quant?.['location_id'] as number)
    if (!quant || location?.['usage'] !== 'internal' || !env.companyIds.includes(quant['company_id'] as number)) continue
    sum += column === 'free' ? Number(quant['quantity']) - Number(quant['reserved_quantity']) : Number(quant[column])
  }
  return Math.round(sum * 100) / 100
}

const overVariants = (inner: Compute): Compute => (row, env) => {
  const products = env.store.table('product.product')
  let sum = 0
  for (const id of products.mirror('product_tmpl_id').get(row.id) ?? []) {
    const product = products.byId.get(id)
    if (product && product['active'] !== false) sum += Number(inner(product, env))
  }
  return Math.round(sum * 100) / 100
}

const firstVariant = (name: string): Compute => (row, env) => {
  const products = env.store.table('product.product')
  const variant = products.byId.get(products.mirror('product_tmpl_id').get(row.id)?.[0] ?? 0)
  if (!variant) return false
  if (name === 'id') return variant.id
  const model = modelOf(env, 'product.product')
  return valueOf(env, model, variant, fieldOf(model, name))
}

const withCode: Compute = (row, env): Json => {
  const model = modelOf(env, row['product_tmpl_id'] === undefined ? 'product.template' : 'product.product')
  const name = String(valueOf(env, model, row, fieldOf(model, 'name')))
  const code = valueOf(env, model, row, fieldOf(model, 'default_code'))
  return code ? `[${String(code)}] ${name}` : name
}

const TYPE: FieldSpec = selection('Product Type', [['consu', 'Goods'], ['service', 'Service'], ['combo', 'Combo']], {
  required: true,
  old: [17, { label: 'Type', required: false, selection: [['consu', 'Consumable'], ['service', 'Service'], ['product', 'Storable Product']] }],
})

/** Fields of the template that each variant shows as its own. */
const SHARED: Record<string, FieldSpec> = {
  name: char('Name', { required: true, translate: true }),
  sequence: integer('Sequence'),
  description: html('Description', { translate: true }),
  description_sale: text('Sales Description', { translate: true }),
  categ_id: many2one('Product Category', 'product.category', { old: [18, { required: true }] }),
  list_price: float('Sales Price', { digits: [16, 2], help: 'Price at which the product is sold to customers.' }),
  sale_ok: boolean('Sales', { old: [17, { label: 'Can be Sold' }] }),
  purchase_ok: boolean('Purchase', { old: [17, { label: 'Can be Purchased' }] }),
  uom_id: many2one('Unit', 'uom.uom', { required: true, old: [18, { label: 'Unit of Measure' }] }),
  company_id: many2one('Company', 'res.company'),
  detailed_type: selection('Product Type', [['consu', 'Consumable'], ['service', 'Service'], ['product', 'Storable Product']], { until: 17, required: true }),
  is_storable: boolean('Track Inventory', { since: 18 }),
  invoice_policy: selection('Invoicing Policy', [['order', 'Ordered quantities'], ['delivery', 'Delivered quantities']]),
  currency_id: many2one('Currency', 'res.currency', { readonly: true, store: false, compute: (_row, env) => env.store.table('res.company').byId.get(env.companyId)?.['currency_id'] ?? 1 }),
}

const inherited = Object.fromEntries(Object.entries(SHARED).map(([name, spec]): [string, FieldSpec] =>
  [name, spec.compute ? spec : { ...spec, related: `product_tmpl_id.${name}`, inherited: true }]))

export const PRODUCT_MODELS: readonly ModelSpec[] = [
  {
    name: 'product.template', label: 'Product', order: 'is_favorite desc, name', orderBefore18: 'priority desc, name', access: readableBy([USER], MANAGERS), rules: [companyRule],
    nameFields: ['name', 'default_code'], displayName: withCode,
    fields: {
      ...SHARED,
      type: TYPE,
      active: boolean('Active'),
      priority: selection('Favorite', [['0', 'Normal'], ['1', 'Favorite']], { until: 17 }),
      is_favorite: boolean('Favorite', { since: 18 }),
      standard_price: float('Cost', { store: false, searchable: true, groups: [USER], digits: [16, 2], compute: firstVariant('standard_price') }),
      default_code: char('Internal Reference'),
      barcode: char('Barcode', { store: false, searchable: true, compute: firstVariant('barcode') }),
      product_variant_ids: one2many('Products', 'product.product', 'product_tmpl_id', { required: true }),
      product_variant_id: many2one('Product', 'product.product', { readonly: true, store: false, compute: firstVariant('id') }),
      product_variant_count: integer('# Product Variants', { readonly: true, store: false, compute: (row, env) => env.store.table('product.product').mirror('product_tmpl_id').get(row.id)?.length ?? 0 }),
      qty_available: float('Quantity On Hand', { readonly: true, store: false, searchable: true, compute: overVariants(onHand('quantity')) }),
      weight: float('Weight'),
      product_properties: properties('Properties', { definition: 'categ_id.product_properties_definition', since: 17 }),
      image_1920: binary('Image'),
      ...thread('product.template'),
    },
  },
  {
    name: 'product.product', label: 'Product Variant', order: 'is_favorite desc, default_code, name, id', orderBefore18: 'priority desc, default_code, name, id',
    access: readableBy([USER], MANAGERS), rules: [companyRule], nameFields: ['default_code', 'name', 'barcode'], displayName: withCode,
    fields: {
      ...inherited,
      type: { ...TYPE, related: 'product_tmpl_id.type', inherited: true },
      product_tmpl_id: many2one('Product Template', 'product.template', { required: true }),
      priority: selection('Favorite', [['0', 'Normal'], ['1', 'Favorite']], { until: 17, related: 'product_tmpl_id.priority', inherited: true }),
      is_favorite: boolean('Favorite', { since: 18, compute: (row, env) => env.store.table('product.template').byId.get(row['product_tmpl_id'] as number)?.['is_favorite'] ?? false }),
      default_code: char('Internal Reference'),
      barcode: char('Barcode', { help: 'International Article Number used for product identification.' }),
      active: boolean('Active', { help: 'If unchecked, it will allow you to hide the product without removing it.' }),
      lst_price: float('Sales Price', { store: false, compute: (row, env) => env.store.table('product.template').byId.get(row['product_tmpl_id'] as number)?.['list_price'] ?? 0, digits: [16, 2] }),
      standard_price: float('Cost', { perCompany: true, groups: [USER], digits: [16, 2] }),
      qty_available: float('Quantity On Hand', { readonly: true, store: false, searchable: true, compute: onHand('quantity') }),
      free_qty: float('Free To Use Quantity ', { readonly: true, store: false, searchable: true, compute: onHand('free') }),
      virtual_available: float('Forecasted Quantity', { readonly: true, store: false, searchable: true, compute: onHand('quantity') }),
      weight: float('Weight'),
      orderpoint_ids: one2many('Minimum Stock Rules', 'stock.warehouse.orderpoint', 'product_id'),
      stock_quant_ids: one2many('Stock Quant', 'stock.quant', 'product_id'),
      image_128: binary('Image 128', { store: false, readonly: true, compute: () => false }),
      ...thread('product.product'),
    },
  },
  {
    name: 'product.category', label: 'Product Category', order: 'complete_name', recName: 'complete_name', access: readableBy([USER], MANAGERS),
    fields: {
      name: char('Name', { required: true }),
      complete_name: char('Complete Name', { readonly: true }),
      parent_id: many2one('Parent Category', 'product.category'),
      child_id: one2many('Child Categories', 'product.category', 'parent_id'),
      property_valuation: selection('Inventory Valuation', [['manual_periodic', 'Manual'], ['real_time', 'Automated']], { perCompany: true, old: [17, { required: true }] }),
      product_count: integer('# Products', { readonly: true, store: false, compute: (row, env) => env.store.table('product.template').mirror('categ_id').get(row.id)?.length ?? 0 }),
    },
  },
  {
    name: 'uom.uom', label: 'Product Unit of Measure', order: 'factor DESC, id', access: readableBy([USER], MANAGERS),
    fields: {
      name: char('Unit Name', { required: true, translate: true, old: [18, { label: 'Unit of Measure' }] }),
      active: boolean('Active'),
      factor: float('Absolute Quantity', { old: [18, { label: 'Ratio', required: true }] }),
      rounding: float('Rounding Precision', { required: true, until: 18 }),
      relative_factor: float('Contains', { required: true, since: 19 }),
    },
  },
]

