import type { Row } from '../sample-odoo/server'
import type { Books } from './books'
import type { BusinessQuestion } from './question'
import { ageOf, answerAt, daysAfter, idIn, nameIn, resolvedId, rowsIn, startIn, sums, type TableRow } from './reading'

const unpaid = [['state', '=', 'posted'], ['payment_state', 'in', ['not_paid', 'partial']]] as const
const isUnpaid = (row: Row): boolean => row['state'] === 'posted' && (row['payment_state'] === 'not_paid' || row['payment_state'] === 'partial')
const customerSide = ['out_invoice', 'out_refund'] as const
const isCustomerSide = (row: Row): boolean => row['move_type'] === 'out_invoice' || row['move_type'] === 'out_refund'

/** What is owed, by currency and by the age of the debt. */
const byAge = (rows: readonly TableRow[], today: string): Record<string, number> => sums(
  rows,
  (row) => `${nameIn(row['currency_id'])} ${ageOf(String(row['invoice_date_due']), today)}`,
  (row) => Number(row['amount_residual']),
)
const byAgeIn = (books: Books, moves: readonly Row[], today: string): Record<string, number> => sums(
  moves,
  (row) => `${books.currencyOf(row)} ${ageOf(String(row['invoice_date_due']), today)}`,
  (row) => Number(row['amount_residual']),
)
const residuals = (books: Books, moves: readonly Row[]): Record<string, number> =>
  sums(moves, (row) => books.currencyOf(row), (row) => Number(row['amount_residual']))
const listed = ['name', 'partner_id', 'invoice_date_due', 'amount_residual', 'currency_id']

export const ACCOUNTING_QUESTIONS: readonly BusinessQuestion[] = [
  {
    name: 'receivables_of_customer',
    words: 'Which invoices has this customer not paid, and how old are the debts?',
    steps: [
      (_answers, { customer }) => ({ tool: 'odoo_resolve', args: { model: 'res.partner', names: [customer] } }),
      (answers, { customer }) => ({
        tool: 'odoo_search',
        args: {
          model: 'account.move', fields: ['name', 'invoice_date_due', 'amount_residual', 'currency_id'], order: 'invoice_date_due', limit: 100,
          domain: [['commercial_partner_id', '=', resolvedId(answerAt(answers, 0), customer)], ['move_type', 'in', customerSide], ...unpaid],
        },
      }),
      (answers, { customer }) => ({
        tool: 'odoo_aggregate',
        args: {
          model: 'account.move', measures: ['amount_residual:sum'], group_by: ['currency_id'],
          domain: [['commercial_partner_id', '=', resolvedId(answerAt(answers, 0), customer)], ['move_type', 'in', customerSide], ...unpaid],
        },
      }),
    ],
    figures: (answers, { today }) => ({
      invoices: rowsIn(answerAt(answers, 1)).map((row) => row['name']).sort(),
      byAge: byAge(rowsIn(answerAt(answers, 1)), today),
      owed: sums(rowsIn(answerAt(answers, 2)), (row) => nameIn(row['currency_id']), (row) => Number(row['amount_residual:sum'])),
    }),
    expected: (books, { today, customer }) => {
      const { id } = books.contact(customer)
      const moves = books.rows('account.move').filter((row) => isCustomerSide(row) && isUnpaid(row) && row['commercial_partner_id'] === id)
      return { invoices: moves.map((row) => row['name']).sort(), byAge: byAgeIn(books, moves, today), owed: residuals(books, moves) }
    },
  },
  {
    name: 'bills_due',
    words: 'Which vendor bills must be paid within fourteen days, those overdue included?',
    steps: [
      () => ({
        tool: 'odoo_search',
        args: {
          model: 'account.move', fields: listed, order: 'invoice_date_due', limit: 100,
          domain: [['move_type', '=', 'in_invoice'], ...unpaid, ['invoice_date_due', '<=', '+14d']],
        },
      }),
      () => ({
        tool: 'odoo_aggregate',
        args: {
          model: 'account.move', measures: ['amount_residual:sum'], group_by: ['currency_id'],
          domain: [['move_type', '=', 'in_invoice'], ...unpaid, ['invoice_date_due', '<=', '+14d']],
        },
      }),
    ],
    figures: (answers, { today }) => ({
      bills: rowsIn(answerAt(answers, 0)).map((row) => row['id']).sort(),
      byAge: byAge(rowsIn(answerAt(answers, 0)), today),
      due: sums(rowsIn(answerAt(answers, 1)), (row) => nameIn(row['currency_id']), (row) => Number(row['amount_residual:sum'])),
    }),
    expected: (books, { today }) => {
      const bills = books.rows('account.move').filter((row) =>
        row['move_type'] === 'in_invoice' && isUnpaid(row) && String(row['invoice_date_due']) <= daysAfter(today, 14))
      return { bills: bills.map(({ id }) => id).sort(), byAge: byAgeIn(books, bills, today), due: residuals(books, bills) }
    },
  },
  {
    name: 'invoices_by_month',
    words: 'What have we invoiced this year, month by month, in each company\'s currency?',
    steps: [
      () => ({
        tool: 'odoo_aggregate',
        args: {
          model: 'account.move', measures: ['amount_untaxed_signed:sum'], group_by: ['invoice_date:month', 'company_id'],
          domain: [['move_type', 'in', customerSide], ['state', '=', 'posted'], ['invoice_date', '>=', 'year_start']],
        },
      }),
    ],
    figures: (answers) => Object.fromEntries(rowsIn(answerAt(answers, 0)).map((row) => [
      `${startIn(row['invoice_date:month'])} ${String(idIn(row['company_id']))}`, [row['count'], row['amount_untaxed_signed:sum']],
    ])),
    expected: (books, { today }) => {
      const moves = books.rows('account.move').filter((row) =>
        isCustomerSide(row) && row['state'] === 'posted' && String(row['invoice_date']) >= `${today.slice(0, 4)}-01-01`)
      const keyOf = (row: Row): string => `${String(row['invoice_date']).slice(0, 8)}01 ${String(row['company_id'])}`
      const counts = sums(moves, keyOf, () => 1)
      const amounts = sums(moves, keyOf, (row) => Number(row['amount_untaxed_signed']))
      return Object.fromEntries(Object.keys(counts).map((key) => [key, [counts[key], amounts[key]]]))
    },
  },
  {
    name: 'payments_received',
    words: 'Who has paid us in the last thirty days, and how much?',
    steps: [
      (_answers, { version }) => ({
        tool: 'odoo_aggregate',
        args: {
          model: 'account.payment', measures: ['amount:sum'], group_by: ['partner_id', 'currency_id'], limit: 200, order: 'amount:sum desc',
          // The states have other names from 18 on.
          domain: [['payment_type', '=', 'inbound'], ['date', '>=', '-30d'], ['state', 'in', version >= 18 ? ['in_process', 'paid'] : ['posted']]],
        },
      }),
    ],
    figures: (answers) => sums(
      rowsIn(answerAt(answers, 0)),
      (row) => `${String(idIn(row['partner_id']))} ${nameIn(row['currency_id'])}`,
      (row) => Number(row['amount:sum']),
    ),
    expected: (books, { today }) => sums(
      books.rows('account.payment').filter((row) =>
        row['payment_type'] === 'inbound' && String(row['date']) >= daysAfter(today, -30) && ['in_process', 'paid', 'posted'].includes(String(row['state']))),
      (row) => `${String(row['partner_id'])} ${books.currencyOf(row)}`,
      (row) => Number(row['amount']),
    ),
  },
  {
    name: 'customer_history',
    words: 'What has happened with this customer: orders, invoices, opportunities, payments?',
    steps: [
      (_answers, { customer }) => ({ tool: 'odoo_resolve', args: { model: 'res.partner', names: [customer] } }),
      (answers, { customer }) => ({
        tool: 'odoo_read',
        args: {
          model: 'res.partner', ids: [resolvedId(answerAt(answers, 0), customer)], fields: ['name', 'city', 'country_id', 'user_id'],
          expand: ['sale_order_ids', 'invoice_ids', 'opportunity_ids'],
        },
      }),
      (answers, { customer }) => ({
        tool: 'odoo_search',
        args: {
          model: 'account.payment', domain: [['partner_id', '=', resolvedId(answerAt(answers, 0), customer)]],
          fields: ['date', 'payment_type', 'amount', 'currency_id'], limit: 100,
        },
      }),
    ],
    figures: (answers) => {
      const expanded = answerAt(answers, 1)['expanded'] as Readonly<Record<string, Readonly<Record<string, unknown>>>>
      const rows = (field: string): readonly TableRow[] => rowsIn(expanded[field] ?? {})
      return {
        orders: sums(rows('sale_order_ids'), (row) => `${String(row['name'])} ${String(row['state'])}`, (row) => Number(row['amount_total'])),
        invoices: sums(rows('invoice_ids'), (row) => String(row['id']), (row) => Number(row['amount_total'])),
        owed: sums(rows('invoice_ids').filter((row) => row['state'] === 'posted'), () => 'all', (row) => Number(row['amount_residual'])),
        opportunities: sums(rows('opportunity_ids'), (row) => String(row['id']), (row) => Number(row['expected_revenue'])),
        payments: sums(rowsIn(answerAt(answers, 2)), (row) => String(row['id']), (row) => Number(row['amount'])),
      }
    },
    expected: (books, { customer }) => {
      const { id } = books.contact(customer)
      const of = (model: string): readonly Row[] => books.rows(model).filter((row) => row['partner_id'] === id)
      return {
        orders: sums(of('sale.order'), (row) => `${String(row['name'])} ${String(row['state'])}`, (row) => Number(row['amount_total'])),
        invoices: sums(of('account.move'), (row) => String(row.id), (row) => Number(row['amount_total'])),
        owed: sums(of('account.move').filter((row) => row['state'] === 'posted'), () => 'all', (row) => Number(row['amount_residual'])),
        opportunities: sums(of('crm.lead'), (row) => String(row.id), (row) => Number(row['expected_revenue'])),
        payments: sums(of('account.payment'), (row) => String(row.id), (row) => Number(row['amount'])),
      }
    },
  },
]
