/**
 * The same data under a second name, by the model that shows it: Odoo lets a user be read with its contact's fields, a variant with
 * its product's, and reports repeat the fields of what they count. A field hidden on one of these models is hidden here too, or the
 * second name would be the way round (`_inherits`, `related` and report models of Odoo 16 to 19).
 */
const SAME_RECORD: ReadonlyMap<string, readonly string[]> = new Map([
  ['account.bank.statement.line', ['account.move']],
  ['account.invoice.report', ['account.move', 'account.move.line']],
  ['account.journal', ['mail.alias']],
  ['account.payment', ['account.move']],
  ['crm.activity.report', ['crm.lead']],
  ['crm.team', ['mail.alias']],
  ['helpdesk.team', ['mail.alias']],
  ['hr.employee', ['hr.version', 'resource.resource']],
  ['hr.employee.public', ['hr.employee', 'hr.version', 'resource.resource']],
  ['hr.job', ['mail.alias']],
  ['hr.version', ['hr.employee']],
  ['product.product', ['product.template']],
  ['product.template', ['product.product']],
  ['project.project', ['mail.alias']],
  ['purchase.bill.union', ['purchase.order', 'account.move']],
  ['purchase.report', ['purchase.order', 'purchase.order.line']],
  ['report.project.task.user', ['project.task']],
  ['res.company', ['res.partner']],
  ['res.users', ['res.partner', 'hr.employee', 'hr.version', 'resource.resource']],
  ['sale.report', ['sale.order', 'sale.order.line']],
])

/** Models that show fields of others as their own. */
export const SECOND_NAMES: readonly string[] = [...SAME_RECORD.keys()]

/** The model itself and those whose fields it shows as its own. */
export function sameRecordAs(model: string): readonly string[] {
  return [model, ...(SAME_RECORD.get(model) ?? [])]
}

/** Models that are made of the records of others, as one row for each or for some of them. */
const REPORT = /(?:^|\.)report(?:\.|$)|^purchase\.bill\.union$/

/**
 * The models whose records a report repeats. A rule for records of one of them says nothing about the report's rows, which it
 * would have to narrow as well.
 */
export function repeatedBy(model: string): readonly string[] {
  return REPORT.test(model) ? (SAME_RECORD.get(model) ?? []) : []
}
