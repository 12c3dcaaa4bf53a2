import type { Row } from '../sample-odoo/server'
import type { Books } from './books'
import type { BusinessQuestion } from './question'
import { answerAt, daysAfter, idIn, nameIn, rowsIn, startIn, sums } from './reading'

/** Confirmed, in the words of every version: 16 had one state more. */
const confirmed = ['state', 'not in', ['draft', 'sent', 'cancel']] as const
const isConfirmed = (row: Row): boolean => !['draft', 'sent', 'cancel'].includes(String(row['state']))
const quarterOf = (day: string): string => `${day.slice(0, 5)}${String(Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`
const monthBefore = (day: string): string => daysAfter(`${day.slice(0, 8)}01`, -1).slice(0, 8) + '01'

const untaxed = (row: Row): number => Number(row['amount_untaxed'])

/** Lines of confirmed orders from a local day on. */
function soldLines(books: Books, from: string): readonly Row[] {
  const orders = new Set(books.rows('sale.order').filter((order) => isConfirmed(order) && books.day(order['date_order']) >= from).map(({ id }) => id))
  return books.rows('sale.order.line').filter((line) => orders.has(Number(line['order_id'])))
}

export const SALES_QUESTIONS: readonly BusinessQuestion[] = [
  {
    name: 'sales_this_month',
    words: 'How do this month\'s sales compare with last month\'s, for each salesperson?',
    steps: [
      () => ({
        tool: 'odoo_aggregate',
        args: {
          model: 'sale.order',
          domain: [confirmed, ['date_order', '>=', 'month_start-1m']],
          measures: ['amount_untaxed:sum'],
          group_by: ['date_order:month', 'user_id', 'currency_id'],
        },
      }),
    ],
    figures: (answers) => sums(
      rowsIn(answerAt(answers, 0)),
      (row) => `${startIn(row['date_order:month'])} ${String(idIn(row['user_id']))} ${nameIn(row['currency_id'])}`,
      (row) => Number(row['amount_untaxed:sum']),
    ),
    expected: (books, { today }) => sums(
      books.rows('sale.order').filter((row) => isConfirmed(row) && books.day(row['date_order']) >= monthBefore(today)),
      (row) => `${books.day(row['date_order']).slice(0, 8)}01 ${String(row['user_id'])} ${books.currencyOf(row)}`,
      untaxed,
    ),
  },
  {
    name: 'top_customers',
    words: 'Who are our ten best customers this year, by sales before tax in our own currency?',
    isTop: true,
    steps: [
      (_answers, { company }) => ({
        tool: 'odoo_aggregate',
        args: {
          model: 'sale.order',
          domain: [confirmed, ['date_order', '>=', 'year_start'], ['currency_id.name', '=', company.currency]],
          measures: ['amount_untaxed:sum'],
          group_by: ['partner_id'],
          order: 'amount_untaxed:sum desc',
          limit: 10,
        },
      }),
    ],
    figures: (answers) => {
      const answer = answerAt(answers, 0)
      return { best: rowsIn(answer).map((row) => [idIn(row['partner_id']), row['count'], row['amount_untaxed:sum']]), total: answer['total_row'] }
    },
    expected: (books, { today, company }) => {
      const orders = books.rows('sale.order').filter((row) =>
        isConfirmed(row) && books.day(row['date_order']) >= `${today.slice(0, 4)}-01-01` && books.currencyOf(row) === company.currency)
      const of = (partner: number): readonly Row[] => orders.filter((row) => row['partner_id'] === partner)
      const best = Object.entries(sums(orders, (row) => String(row['partner_id']), untaxed))
        .sort(([, a], [, b]) => b - a).slice(0, 10)
        .map(([partner, amount]) => [Number(partner), of(Number(partner)).length, amount])
      return { best, total: [null, orders.length, sums(orders, () => 'all', untaxed)['all']] }
    },
  },
  {
    name: 'open_quotations',
    words: 'Which quotations are open, what are they worth, and which have run out?',
    steps: [
      () => ({
        tool: 'odoo_search',
        args: {
          model: 'sale.order', domain: [['state', 'in', ['draft', 'sent']]],
          fields: ['name', 'partner_id', 'user_id', 'amount_total', 'currency_id', 'validity_date'], order: 'validity_date', limit: 100,
        },
      }),
      () => ({
        tool: 'odoo_aggregate',
        args: { model: 'sale.order', domain: [['state', 'in', ['draft', 'sent']]], measures: ['amount_total:sum'], group_by: ['currency_id'] },
      }),
    ],
    figures: (answers, { today }) => ({
      quotations: rowsIn(answerAt(answers, 0)).map((row) => row['id']).sort(),
      runOut: rowsIn(answerAt(answers, 0)).filter((row) => String(row['validity_date']) < today).length,
      worth: sums(rowsIn(answerAt(answers, 1)), (row) => nameIn(row['currency_id']), (row) => Number(row['amount_total:sum'])),
    }),
    expected: (books, { today }) => {
      const open = books.rows('sale.order').filter(({ state }) => state === 'draft' || state === 'sent')
      return {
        quotations: open.map(({ id }) => id).sort(),
        runOut: open.filter((row) => String(row['validity_date']) < today).length,
        worth: sums(open, (row) => books.currencyOf(row), (row) => Number(row['amount_total'])),
      }
    },
  },
  {
    name: 'sales_by_country',
    words: 'Which countries did this quarter\'s sales go to?',
    steps: [
      () => ({
        tool: 'odoo_aggregate',
        args: {
          model: 'sale.order', domain: [confirmed, ['date_order', '>=', 'quarter_start']], measures: ['amount_untaxed:sum'],
          group_by: ['partner_id', 'currency_id'], limit: 200,
        },
      }),
      (answers) => ({
        tool: 'odoo_search',
        args: {
          model: 'res.partner', domain: [['id', 'in', [...new Set(rowsIn(answerAt(answers, 0)).map((row) => idIn(row['partner_id'])))]]],
          fields: ['country_id'], limit: 100, include_archived: true,
        },
      }),
    ],
    figures: (answers) => {
      const countries = new Map(rowsIn(answerAt(answers, 1)).map((row) => [row['id'], nameIn(row['country_id'])]))
      return sums(
        rowsIn(answerAt(answers, 0)),
        (row) => `${countries.get(idIn(row['partner_id'])) ?? '?'} ${nameIn(row['currency_id'])}`,
        (row) => Number(row['amount_untaxed:sum']),
      )
    },
    expected: (books, { today }) => sums(
      books.rows('sale.order').filter((row) => isConfirmed(row) && books.day(row['date_order']) >= quarterOf(today)),
      (row) => `${String(books.one('res.country', books.one('res.partner', row['partner_id'])['country_id'])['name'])} ${books.currencyOf(row)}`,
      untaxed,
    ),
  },
  {
    name: 'margin_by_category',
    words: 'What margin did each product category make on this quarter\'s orders of our company, in its own currency?',
    steps: [
      (_answers, { company }) => ({
        tool: 'odoo_aggregate',
        args: {
          model: 'sale.order.line',
          domain: [confirmed, ['order_id.date_order', '>=', 'quarter_start'], ['company_id', '=', company.id], ['currency_id.name', '=', company.currency]],
          measures: ['product_uom_qty:sum', 'price_subtotal:sum'], group_by: ['product_id'], limit: 200,
        },
      }),
      (answers, { company }) => ({
        tool: 'odoo_search',
        args: {
          model: 'product.product', domain: [['id', 'in', rowsIn(answerAt(answers, 0)).map((row) => idIn(row['product_id']))]],
          fields: ['categ_id', 'standard_price'], limit: 100, company_ids: [company.id], include_archived: true,
        },
      }),
    ],
    figures: (answers) => {
      const products = new Map(rowsIn(answerAt(answers, 1)).map((row) => [row['id'], row]))
      return sums(
        rowsIn(answerAt(answers, 0)),
        (row) => nameIn(products.get(idIn(row['product_id']))?.['categ_id']),
        (row) => Number(row['price_subtotal:sum']) - Number(row['product_uom_qty:sum']) * Number(products.get(idIn(row['product_id']))?.['standard_price']),
      )
    },
    expected: (books, { today, company }) => sums(
      soldLines(books, quarterOf(today)).filter((line) => line['company_id'] === company.id && books.currencyOf(line) === company.currency),
      (line) => {
        const template = books.one('product.template', books.one('product.product', line['product_id'])['product_tmpl_id'])
        return String(books.one('product.category', template['categ_id'])['complete_name'])
      },
      (line) => Number(line['price_subtotal']) - Number(line['product_uom_qty']) * books.costOf(Number(line['product_id']), company.id),
    ),
  },
  {
    name: 'pipeline',
    words: 'What is in the open pipeline, by stage, and what revenue do we expect of it?',
    steps: [
      () => ({
        tool: 'odoo_aggregate',
        args: {
          model: 'crm.lead', domain: [['type', '=', 'opportunity'], ['stage_id.is_won', '=', false]],
          measures: ['expected_revenue:sum', 'prorated_revenue:sum'], group_by: ['stage_id', 'company_id'],
        },
      }),
    ],
    figures: (answers) => Object.fromEntries(rowsIn(answerAt(answers, 0)).map((row) => [
      `${nameIn(row['stage_id'])} ${String(idIn(row['company_id']))}`,
      [row['count'], row['expected_revenue:sum'], row['prorated_revenue:sum']],
    ])),
    expected: (books) => {
      const open = books.rows('crm.lead').filter((lead) => lead['type'] === 'opportunity' && books.one('crm.stage', lead['stage_id'])['is_won'] !== true)
      const keyOf = (lead: Row): string => `${String(books.one('crm.stage', lead['stage_id'])['name'])} ${String(lead['company_id'])}`
      const [counts, expected, prorated] = [() => 1, (lead: Row) => Number(lead['expected_revenue']), (lead: Row) => Number(lead['prorated_revenue'])]
        .map((amountOf) => sums(open, keyOf, amountOf))
      return Object.fromEntries(Object.keys(counts ?? {}).map((key) => [key, [counts?.[key], expected?.[key], prorated?.[key]]]))
    },
  },
  {
    name: 'lost_opportunities',
    words: 'Why did we lose opportunities, and what would they have brought?',
    steps: [
      () => ({
        tool: 'odoo_aggregate',
        args: {
          model: 'crm.lead', domain: [['active', '=', false], ['type', '=', 'opportunity'], ['lost_reason_id', '!=', false]],
          measures: ['expected_revenue:sum'], group_by: ['lost_reason_id', 'company_id'],
        },
      }),
    ],
    figures: (answers) => Object.fromEntries(rowsIn(answerAt(answers, 0)).map((row) => [
      `${nameIn(row['lost_reason_id'])} ${String(idIn(row['company_id']))}`, [row['count'], row['expected_revenue:sum']],
    ])),
    expected: (books) => {
      const lost = books.all('crm.lead').filter((lead) => lead['active'] === false && lead['type'] === 'opportunity' && typeof lead['lost_reason_id'] === 'number')
      const keyOf = (lead: Row): string => `${String(books.one('crm.lost.reason', lead['lost_reason_id'])['name'])} ${String(lead['company_id'])}`
      const counts = sums(lost, keyOf, () => 1)
      const revenues = sums(lost, keyOf, (lead) => Number(lead['expected_revenue']))
      return Object.fromEntries(Object.keys(counts).map((key) => [key, [counts[key], revenues[key]]]))
    },
  },
  {
    name: 'slow_movers',
    words: 'Which products lie in stock and have not been sold for ninety days?',
    steps: [
      () => ({
        tool: 'odoo_aggregate',
        args: { model: 'sale.order.line', domain: [confirmed, ['order_id.date_order', '>=', '-90d']], group_by: ['product_id'], limit: 200 },
      }),
      (answers) => ({
        tool: 'odoo_search',
        args: {
          model: 'product.product',
          domain: [['id', 'not in', rowsIn(answerAt(answers, 0)).map((row) => idIn(row['product_id']))], ['qty_available', '>', 0]],
          fields: ['display_name', 'qty_available'], limit: 100,
        },
      }),
    ],
    figures: (answers) => sums(rowsIn(answerAt(answers, 1)), (row) => String(row['id']), (row) => Number(row['qty_available'])),
    expected: (books, { today }) => {
      const sold = new Set(soldLines(books, daysAfter(today, -90)).map((line) => line['product_id']))
      const quants = books.rows('stock.quant').filter((quant) => books.one('stock.location', quant['location_id'])['usage'] === 'internal')
      const products = new Set(books.rows('product.product').map(({ id }) => id))
      const stock = sums(
        quants.filter((quant) => products.has(Number(quant['product_id'])) && !sold.has(quant['product_id'])),
        (quant) => String(quant['product_id']),
        (quant) => Number(quant['quantity']),
      )
      return Object.fromEntries(Object.entries(stock).filter(([, quantity]) => quantity > 0))
    },
  },
]
