import type { ModelPreset } from './policy'

/**
 * Which models each preset allows, in Odoo 16 to 20. Every model stands here by its full name: what a later version or another
 * module puts below it (`hr.employee.…`, `account.move.…`) was looked at by nobody, and asks first. Names that a version does not
 * have do no harm.
 *
 * Left out on purpose, so that they ask: messages, activities and files (they belong to any record and hold any text), meetings,
 * bank statements, analytic lines (a time sheet tells what an hour of somebody costs), valuation of stock, contracts, payslips,
 * leaves, attendances, expenses, applicants, bank accounts of partners.
 */
export interface PresetDescription {
  /** For people, as it stands on a switch. */
  readonly title: string
  /** Completes "It covers …". */
  readonly covers: string
  readonly models: readonly string[]
}

export const MODELS_OF_PRESETS: Readonly<Record<ModelPreset, PresetDescription>> = {
  contacts: {
    title: 'Contacts',
    covers: 'customers, suppliers and their people, with categories and industries',
    models: ['res.partner', 'res.partner.category', 'res.partner.industry', 'res.partner.title'],
  },
  sales: {
    title: 'Sales',
    covers: 'quotations and sales orders with their lines, teams, price lists and templates',
    models: [
      'sale.order', 'sale.order.line', 'sale.order.option', 'sale.order.template', 'sale.order.template.line', 'sale.order.template.option',
      'sale.report', 'crm.team', 'crm.team.member', 'crm.tag', 'product.pricelist', 'product.pricelist.item', 'account.payment.term',
      'account.payment.term.line', 'account.fiscal.position', 'account.incoterms', 'delivery.carrier', 'utm.campaign', 'utm.medium', 'utm.source',
    ],
  },
  purchase: {
    title: 'Purchase',
    covers: 'requests for quotation and purchase orders with their lines, agreements and the prices of suppliers',
    models: [
      'purchase.order', 'purchase.order.line', 'purchase.requisition', 'purchase.requisition.line', 'purchase.requisition.type', 'purchase.report',
      'purchase.bill.union', 'product.supplierinfo', 'account.payment.term', 'account.payment.term.line', 'account.fiscal.position',
      'account.incoterms',
    ],
  },
  inventory: {
    title: 'Inventory',
    covers: 'stock on hand, transfers and movements, lots, locations, warehouses, routes and reordering rules',
    models: [
      'stock.quant', 'stock.picking', 'stock.picking.batch', 'stock.picking.type', 'stock.move', 'stock.move.line', 'stock.lot', 'stock.location',
      'stock.warehouse', 'stock.warehouse.orderpoint', 'stock.route', 'stock.rule', 'stock.putaway.rule', 'stock.scrap', 'stock.quant.package',
      'stock.package', 'stock.package.type', 'stock.package_level', 'stock.package.history', 'stock.storage.category',
      'stock.storage.category.capacity', 'stock.reference', 'stock.report', 'procurement.group', 'product.removal', 'delivery.carrier',
    ],
  },
  invoicing: {
    title: 'Invoicing',
    covers: 'invoices, bills and journal entries with their lines, payments, taxes, accounts, journals and payment terms',
    models: [
      'account.move', 'account.move.line', 'account.payment', 'account.payment.method', 'account.payment.method.line', 'account.invoice.report',
      'account.journal', 'account.journal.group', 'account.account', 'account.account.tag', 'account.account.type', 'account.group', 'account.root',
      'account.tax', 'account.tax.group', 'account.tax.repartition.line', 'account.payment.term', 'account.payment.term.line',
      'account.fiscal.position', 'account.incoterms', 'account.cash.rounding', 'account.full.reconcile', 'account.partial.reconcile',
      'account.analytic.account', 'account.analytic.plan',
    ],
  },
  crm: {
    title: 'CRM',
    covers: 'leads and opportunities with their stages, teams, tags and reasons for a loss',
    models: [
      'crm.lead', 'crm.stage', 'crm.team', 'crm.team.member', 'crm.tag', 'crm.lost.reason', 'crm.recurring.plan', 'crm.activity.report',
      'utm.campaign', 'utm.medium', 'utm.source',
    ],
  },
  products: {
    title: 'Products',
    covers: 'products and their variants, categories, attributes, tags, packagings and price lists',
    models: [
      'product.template', 'product.product', 'product.category', 'product.tag', 'product.attribute', 'product.attribute.value',
      'product.attribute.custom.value', 'product.template.attribute.line', 'product.template.attribute.value',
      'product.template.attribute.exclusion', 'product.packaging', 'product.uom', 'product.combo', 'product.combo.item', 'product.pricelist',
      'product.pricelist.item',
    ],
  },
  project: {
    title: 'Project',
    covers: 'projects and tasks with their stages, milestones, tags and updates',
    models: [
      'project.project', 'project.project.stage', 'project.task', 'project.task.type', 'project.task.recurrence', 'project.task.stage.personal',
      'project.milestone', 'project.tags', 'project.update', 'project.role', 'project.collaborator', 'report.project.task.user',
    ],
  },
  employees: {
    title: 'Employees basics',
    covers: 'employees with department, job and place of work; no contracts, payslips, leaves or applicants',
    models: ['hr.employee', 'hr.employee.public', 'hr.employee.category', 'hr.department', 'hr.job', 'hr.work.location'],
  },
}

/**
 * What nearly every answer names: the company, the colleague in charge, currency, unit, country, language. Allowed without asking as
 * soon as any preset is on, for records without them say little; `hide` hides them like any other model.
 */
export const COMPANIONS: readonly string[] = [
  'res.company', 'res.users', 'res.currency', 'res.currency.rate', 'res.country', 'res.country.group', 'res.country.state', 'res.lang', 'uom.uom',
  'uom.category', 'resource.calendar', 'resource.resource',
]

const PRESETS_OF_MODELS: ReadonlyMap<string, readonly ModelPreset[]> = invert()

/** The presets that cover a model; empty for a companion and for any other model. */
export function presetsOf(model: string): readonly ModelPreset[] {
  return PRESETS_OF_MODELS.get(model) ?? []
}

export const isCompanion = (model: string): boolean => COMPANIONS.includes(model)

/** Whether the name is one of those written down here. That it is not says nothing: most models of Odoo are not. */
export const isKnownModel = (model: string): boolean => presetsOf(model).length > 0 || isCompanion(model)

function invert(): ReadonlyMap<string, readonly ModelPreset[]> {
  const byModel = new Map<string, readonly ModelPreset[]>()
  for (const [preset, { models }] of Object.entries(MODELS_OF_PRESETS) as [ModelPreset, PresetDescription][]) {
    for (const model of models) byModel.set(model, [...(byModel.get(model) ?? []), preset])
  }
  return byModel
}
