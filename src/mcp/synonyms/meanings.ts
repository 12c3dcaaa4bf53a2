/** What people mean when they ask about a business, and the model that holds it. A hint narrows the model to what was meant. */
interface Meaning {
  readonly model: string
  readonly hint?: string
}

const isType = (...types: readonly string[]): string =>
  types.length === 1 ? `filter ["move_type","=","${types[0] ?? ''}"]` : `filter ["move_type","in",${JSON.stringify(types)}]`

/** In this order: where two meanings fit a word equally well, the first is the usual one. */
export const MEANINGS = {
  customerInvoice: { model: 'account.move', hint: isType('out_invoice') },
  vendorBill: { model: 'account.move', hint: isType('in_invoice') },
  creditNote: { model: 'account.move', hint: isType('out_refund', 'in_refund') },
  journalEntry: { model: 'account.move', hint: isType('entry') },
  journalItem: { model: 'account.move.line' },
  payment: { model: 'account.payment' },
  account: { model: 'account.account' },
  journal: { model: 'account.journal' },
  tax: { model: 'account.tax' },
  bankLine: { model: 'account.bank.statement.line' },
  customer: { model: 'res.partner', hint: 'filter ["customer_rank",">",0]' },
  vendor: { model: 'res.partner', hint: 'filter ["supplier_rank",">",0]' },
  contact: { model: 'res.partner' },
  organisation: { model: 'res.partner', hint: 'filter ["is_company","=",true]' },
  ownCompany: { model: 'res.company' },
  user: { model: 'res.users' },
  quotation: { model: 'sale.order', hint: 'filter ["state","in",["draft","sent"]]' },
  salesOrder: { model: 'sale.order', hint: 'confirmed: filter ["state","=","sale"]' },
  salesLine: { model: 'sale.order.line' },
  purchaseOrder: { model: 'purchase.order', hint: 'confirmed: filter ["state","in",["purchase","done"]]' },
  requestForQuotation: { model: 'purchase.order', hint: 'filter ["state","in",["draft","sent"]]' },
  purchaseLine: { model: 'purchase.order.line' },
  product: { model: 'product.template' },
  variant: { model: 'product.product' },
  productCategory: { model: 'product.category' },
  pricelist: { model: 'product.pricelist' },
  stock: { model: 'stock.quant', hint: 'own stock: filter ["location_id.usage","=","internal"]' },
  transfer: { model: 'stock.picking' },
  delivery: { model: 'stock.picking', hint: 'filter ["picking_type_id.code","=","outgoing"]' },
  receipt: { model: 'stock.picking', hint: 'filter ["picking_type_id.code","=","incoming"]' },
  stockMove: { model: 'stock.move' },
  reorderingRule: { model: 'stock.warehouse.orderpoint' },
  warehouse: { model: 'stock.warehouse' },
  location: { model: 'stock.location' },
  lot: { model: 'stock.lot' },
  lead: { model: 'crm.lead', hint: 'filter ["type","=","lead"]' },
  opportunity: { model: 'crm.lead', hint: 'filter ["type","=","opportunity"]' },
  salesTeam: { model: 'crm.team' },
  project: { model: 'project.project' },
  task: { model: 'project.task' },
  supportTicket: { model: 'helpdesk.ticket' },
  timesheet: { model: 'account.analytic.line', hint: 'filter ["project_id","!=",false]' },
  analyticAccount: { model: 'account.analytic.account' },
  employee: { model: 'hr.employee' },
  department: { model: 'hr.department' },
  job: { model: 'hr.job' },
  leave: { model: 'hr.leave' },
  expense: { model: 'hr.expense' },
  attendance: { model: 'hr.attendance' },
  applicant: { model: 'hr.applicant' },
  meeting: { model: 'calendar.event' },
  activity: { model: 'mail.activity' },
  message: { model: 'mail.message' },
  attachment: { model: 'ir.attachment' },
  manufacturing: { model: 'mrp.production' },
  billOfMaterials: { model: 'mrp.bom' },
  subscription: { model: 'sale.subscription' },
  pointOfSale: { model: 'pos.order' },
  vehicle: { model: 'fleet.vehicle' },
  currency: { model: 'res.currency' },
  country: { model: 'res.country' },
  unit: { model: 'uom.uom' },
  equipment: { model: 'maintenance.equipment' },
  contract: { model: 'hr.contract' },
} as const satisfies Readonly<Record<string, Meaning>>

export type MeaningName = keyof typeof MEANINGS

/** How one language calls things. Plurals made by one of the endings need no word of their own. */
export interface Vocabulary {
  /** As Odoo's languages begin: `en`, `fr`… */
  readonly language: string
  readonly plurals: readonly string[]
  /** Words that only hold a question together. */
  readonly fillers: readonly string[]
  readonly words: Readonly<Partial<Record<MeaningName, readonly string[]>>>
}
