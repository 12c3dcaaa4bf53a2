/**
 * The same data under a second name, by the model that shows it: Odoo lets a user be read with its contact's fields, a variant with
 * its product's, and reports repeat the fields of what they count. A field hidden on one of these models is hidden here too, or the
 * second name would be the way round. Checked in the sources of Odoo 16 to 19 (`_inherits`, `related`, reports).
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

/** The model itself and those whose fields it shows as its own. */
export function sameRecordAs(model: string): readonly string[] {
  return [model, ...(SAME_RECORD.get(model) ?? [])]
}
