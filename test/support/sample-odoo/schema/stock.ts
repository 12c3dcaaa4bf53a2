import { companyRule } from '../engine/access'
import type { Env } from '../engine/model'
import { displayNameOf } from '../engine/values'
import { boolean, char, date, datetime, float, html, integer, many2one, one2many, readableBy, selection, type ModelSpec } from './fields'
import { PRIORITY, STOCK_STATE } from './choices'
import { STOCK, STOCK_ADMIN, USER } from './names'
import { thread } from './thread'

const freeQuantity = (row: Record<string, unknown>): number => Math.round((Number(row['quantity']) - Number(row['reserved_quantity'])) * 100) / 100

export const STOCK_MODELS: readonly ModelSpec[] = [
  {
    name: 'stock.warehouse', label: 'Warehouse', order: 'sequence,id', access: readableBy([USER], [STOCK_ADMIN]), rules: [companyRule], nameFields: ['name', 'code'],
    fields: {
      name: char('Warehouse', { required: true }),
      code: char('Short Name', { required: true }),
      active: boolean('Active'),
      sequence: integer('Sequence'),
      company_id: many2one('Company', 'res.company', { required: true, readonly: true }),
      partner_id: many2one('Address', 'res.partner'),
      lot_stock_id: many2one('Location Stock', 'stock.location', { required: true }),
    },
  },
  {
    name: 'stock.location', label: 'Inventory Locations', order: 'complete_name, id', recName: 'complete_name', parentField: 'location_id', access: readableBy([USER], [STOCK_ADMIN]), rules: [companyRule], nameFields: ['complete_name', 'barcode'],
    fields: {
      name: char('Location Name', { required: true }),
      complete_name: char('Full Location Name', { readonly: true }),
      active: boolean('Active'),
      usage: selection('Location Type', [['supplier', 'Vendor Location'], ['view', 'View'], ['internal', 'Internal Location'], ['customer', 'Customer Location'], ['inventory', 'Inventory Loss'], ['production', 'Production'], ['transit', 'Transit Location']], { required: true }),
      location_id: many2one('Parent Location', 'stock.location'),
      child_ids: one2many('Contains', 'stock.location', 'location_id'),
      company_id: many2one('Company', 'res.company'),
      barcode: char('Barcode'),
      warehouse_id: many2one('Warehouse', 'stock.warehouse', { readonly: true }),
    },
  },
  {
    name: 'stock.picking.type', label: 'Picking Type', order: 'sequence, id', access: readableBy([USER], [STOCK_ADMIN]), rules: [companyRule],
    displayName: (row, env) => `${displayNameOf(env, 'stock.warehouse', row['warehouse_id'] as number)}: ${String(row['name'])}`,
    fields: {
      name: char('Operation Type', { required: true, translate: true }),
      code: selection('Type of Operation', [['incoming', 'Receipt'], ['outgoing', 'Delivery'], ['internal', 'Internal Transfer']], { required: true }),
      sequence: integer('Sequence'),
      active: boolean('Active'),
      warehouse_id: many2one('Warehouse', 'stock.warehouse'),
      company_id: many2one('Company', 'res.company', { required: true }),
    },
  },
  {
    name: 'stock.picking', label: 'Transfer', order: 'priority desc, scheduled_date asc, id desc', access: readableBy([STOCK, 'sales_team.group_sale_salesman', 'purchase.group_purchase_user'], [STOCK]), rules: [companyRule], nameFields: ['name', 'origin'],
    fields: {
      name: char('Reference', { readonly: true }),
      origin: char('Source Document', { help: 'Reference of the document' }),
      state: selection('Status', STOCK_STATE, { readonly: true }),
      priority: selection('Priority', PRIORITY),
      partner_id: many2one('Contact', 'res.partner'),
      scheduled_date: datetime('Scheduled Date'),
      date_deadline: datetime('Deadline', { readonly: true }),
      date_done: datetime('Date of Transfer'),
      date: datetime('Creation Date', { until: 18 }),
      has_deadline_issue: boolean('Is late', { readonly: true }),
      picking_type_id: many2one('Operation Type', 'stock.picking.type', { required: true }),
      picking_type_code: selection('Type of Operation', [['incoming', 'Receipt'], ['outgoing', 'Delivery'], ['internal', 'Internal Transfer']], { readonly: true, related: 'picking_type_id.code' }),
      location_id: many2one('Source Location', 'stock.location', { required: true }),
      location_dest_id: many2one('Destination Location', 'stock.location', { required: true }),
      move_ids: one2many('Stock Moves', 'stock.move', 'picking_id'),
      sale_id: many2one('Sales Order', 'sale.order'),
      purchase_id: many2one('Purchase Orders', 'purchase.order', { readonly: true, store: false, searchable: true, compute: (row) => row['purchase_id'] ?? false }),
      company_id: many2one('Company', 'res.company', { readonly: true }),
      user_id: many2one('Responsible', 'res.users'),
      note: html('Notes'),
      ...thread('stock.picking'),
    },
  },
  {
    name: 'stock.move', label: 'Stock Move', order: 'sequence, id', recName: 'reference', access: readableBy([STOCK, 'sales_team.group_sale_salesman', 'purchase.group_purchase_user'], [STOCK]), rules: [companyRule],
    displayName: (row) => String(row['reference'] || row['origin'] || `stock.move,${row.id}`),
    fields: {
      name: char('Description', { required: true, until: 18 }),
      sequence: integer('Sequence'),
      reference: char('Reference', { readonly: true }),
      origin: char('Source Document'),
      state: selection('Status', [['draft', 'New'], ['cancel', 'Cancelled'], ['waiting', 'Waiting Another Move'], ['confirmed', 'Waiting Availability'], ['partially_available', 'Partially Available'], ['assigned', 'Available'], ['done', 'Done']], { readonly: true }),
      product_id: many2one('Product', 'product.product', { required: true }),
      product_uom_qty: float('Demand', { required: true, digits: [16, 2] }),
      quantity: float('Quantity', { digits: [16, 2], was: ['quantity_done', 16] }),
      product_uom: many2one('Unit', 'uom.uom', { required: true, old: [18, { label: 'UoM' }] }),
      picking_id: many2one('Transfer', 'stock.picking'),
      partner_id: many2one('Destination Address ', 'res.partner'),
      location_id: many2one('Source Location', 'stock.location', { required: true }),
      location_dest_id: many2one('Intermediate Location', 'stock.location', { required: true }),
      date: datetime('Date Scheduled', { required: true }),
      date_deadline: datetime('Deadline', { readonly: true }),
      company_id: many2one('Company', 'res.company', { required: true }),
      price_unit: float('Unit Price'),
    },
  },
  {
    name: 'stock.quant', label: 'Quants', order: 'id', recName: 'product_id', access: readableBy([USER], [STOCK_ADMIN]), rules: [companyRule],
    fields: {
      product_id: many2one('Product', 'product.product', { required: true }),
      product_tmpl_id: many2one('Product Template', 'product.template', { related: 'product_id.product_tmpl_id' }),
      location_id: many2one('Location', 'stock.location', { required: true }),
      warehouse_id: many2one('Warehouse', 'stock.warehouse', { readonly: true, related: 'location_id.warehouse_id' }),
      company_id: many2one('Company', 'res.company', { readonly: true }),
      quantity: float('Quantity', { readonly: true }),
      reserved_quantity: float('Reserved Quantity', { required: true, readonly: true }),
      available_quantity: float('Available Quantity', { readonly: true, store: false, aggregator: 'sum', compute: freeQuantity }),
      in_date: datetime('Incoming Date', { required: true, readonly: true }),
      inventory_date: date('Scheduled', { old: [18, { label: 'Scheduled Date' }] }),
    },
  },
  {
    name: 'stock.warehouse.orderpoint', label: 'Minimum Inventory Rule', order: 'location_id,company_id,id', access: readableBy([USER], [STOCK_ADMIN]), rules: [companyRule],
    fields: {
      name: char('Name', { required: true, readonly: true }),
      active: boolean('Active'),
      trigger: selection('Trigger', [['auto', 'Auto'], ['manual', 'Manual']], { required: true }),
      product_id: many2one('Product', 'product.product', { required: true }),
      warehouse_id: many2one('Warehouse', 'stock.warehouse', { required: true }),
      location_id: many2one('Location', 'stock.location', { required: true }),
      product_min_qty: float('Min Quantity', { required: true, digits: [16, 2] }),
      product_max_qty: float('Max Quantity', { required: true, digits: [16, 2] }),
      qty_on_hand: float('On Hand', { readonly: true, store: false, compute: (row, env) => onHandAt(row['product_id'], row['location_id'], env) }),
      qty_to_order: float('To Order', { store: false, searchable: true, compute: (row, env) => {
        const here = onHandAt(row['product_id'], row['location_id'], env)
        return here < Number(row['product_min_qty']) ? Math.round((Number(row['product_max_qty']) - here) * 100) / 100 : 0
      } }),
      company_id: many2one('Company', 'res.company', { required: true }),
    },
  },
]

function onHandAt(product: unknown, location: unknown, env: Env): number {
  const quants = env.store.table('stock.quant')
  let sum = 0
  for (const id of quants.mirror('product_id').get(product as number) ?? []) {
    const quant = quants.byId.get(id)
    if (quant?.['location_id'] === location) sum += Number(quant?.['quantity'] ?? 0)
  }
  return Math.round(sum * 100) / 100
}
