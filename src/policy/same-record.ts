/**
 * The same data under a second name: Odoo lets a user be read with its contact's fields, a variant with its product's. A
 * field hidden on one of these models is hidden here too, or the second name would be the way round.
 */
const SAME_RECORD: ReadonlyMap<string, readonly string[]> = new Map([
  ['account.bank.statement.line', ['account.move']],
  ['account.payment', ['account.move']],
  ['hr.employee', ['hr.version']],
  ['hr.employee.public', ['hr.employee', 'hr.version']],
  ['product.product', ['product.template']],
  ['product.template', ['product.product']],
  ['res.users', ['res.partner', 'hr.employee', 'hr.version']],
])

/** The model itself and those whose fields it shows as its own. */
export function sameRecordAs(model: string): readonly string[] {
  return [model, ...(SAME_RECORD.get(model) ?? [])]
}
