import type { Row } from '../sample-odoo/server'
import type { BusinessQuestion } from './question'
import { answerAt, daysAfter, idIn, nameIn, rowsIn, sums } from './reading'

const purchased = ['state', 'not in', ['draft', 'sent', 'to approve', 'cancel']] as const
const isPurchased = (row: Row): boolean => !['draft', 'sent', 'to approve', 'cancel'].includes(String(row['state']))
const ids = (rows: readonly Readonly<Record<string, unknown>>[]): unknown[] => rows.map((row) => row['id']).sort()

export const SUPPLY_QUESTIONS: readonly BusinessQuestion[] = [
  {
    name: 'below_minimum',
    words: 'Which products are below their minimum stock, and how many must be ordered?',
    steps: [
      () => ({
        tool: 'odoo_search',
        args: {
          model: 'stock.warehouse.orderpoint', domain: [['qty_to_order', '>', 0]],
          fields: ['product_id', 'location_id', 'qty_on_hand', 'product_min_qty', 'qty_to_order'], limit: 100,
        },
      }),
    ],
    figures: (answers) => Object.fromEntries(rowsIn(answerAt(answers, 0)).map((row) =>
      [`${String(idIn(row['product_id']))} ${String(idIn(row['location_id']))}`, [row['qty_on_hand'], row['product_min_qty'], row['qty_to_order']]])),
    expected: (books) => Object.fromEntries(
      books.rows('stock.warehouse.orderpoint').flatMap((rule) => {
        const here = books.all('stock.quant').filter((quant) => quant['product_id'] === rule['product_id'] && quant['location_id'] === rule['location_id'])
          .reduce((sum, quant) => sum + Number(quant['quantity']), 0)
        const [least, most] = [Number(rule['product_min_qty']), Number(rule['product_max_qty'])]
        return here < least ? [[`${String(rule['product_id'])} ${String(rule['location_id'])}`, [here, least, most - here]]] : []
      }),
    ),
  },
  {
    name: 'late_purchases',
    words: 'Which purchase orders are late, and how much money is in them?',
    steps: [
      () => ({
        tool: 'odoo_search',
        args: {
          model: 'purchase.order', domain: [purchased, ['date_planned', '<', 'now'], ['effective_date', '=', false]],
          fields: ['name', 'partner_id', 'date_planned', 'amount_total', 'currency_id'], order: 'date_planned', limit: 100,
        },
      }),
      () => ({
        tool: 'odoo_aggregate',
        args: {
          model: 'purchase.order', domain: [purchased, ['date_planned', '<', 'now'], ['effective_date', '=', false]],
          measures: ['amount_total:sum'], group_by: ['currency_id'],
        },
      }),
    ],
    figures: (answers) => ({
      orders: ids(rowsIn(answerAt(answers, 0))),
      worth: sums(rowsIn(answerAt(answers, 1)), (row) => nameIn(row['currency_id']), (row) => Number(row['amount_total:sum'])),
    }),
    expected: (books) => {
      const late = books.rows('purchase.order').filter((row) => isPurchased(row) && String(row['date_planned']) < books.now && row['effective_date'] === false)
      return { orders: ids(late), worth: sums(late, (row) => books.currencyOf(row), (row) => Number(row['amount_total'])) }
    },
  },
  {
    name: 'purchases_by_vendor',
    words: 'What have we bought from whom in the last twelve months?',
    steps: [
      () => ({
        tool: 'odoo_aggregate',
        args: {
          model: 'purchase.order', domain: [purchased, ['date_order', '>=', 'today-1y']], measures: ['amount_untaxed:sum'],
          group_by: ['partner_id', 'currency_id'], order: 'amount_untaxed:sum desc', limit: 200,
        },
      }),
    ],
    figures: (answers) => sums(
      rowsIn(answerAt(answers, 0)),
      (row) => `${String(idIn(row['partner_id']))} ${nameIn(row['currency_id'])}`,
      (row) => Number(row['amount_untaxed:sum']),
    ),
    expected: (books, { today }) => sums(
      books.rows('purchase.order').filter((row) => isPurchased(row) && books.day(row['date_order']) >= `${String(Number(today.slice(0, 4)) - 1)}${today.slice(4)}`),
      (row) => `${String(row['partner_id'])} ${books.currencyOf(row)}`,
      (row) => Number(row['amount_untaxed']),
    ),
  },
  {
    name: 'stock_by_location',
    words: 'How much lies in each of our locations, and how much of it is reserved?',
    steps: [
      () => ({
        tool: 'odoo_aggregate',
        args: {
          model: 'stock.quant', domain: [['location_id.usage', '=', 'internal']], measures: ['quantity:sum', 'reserved_quantity:sum'],
          group_by: ['location_id'],
        },
      }),
    ],
    figures: (answers) => Object.fromEntries(rowsIn(answerAt(answers, 0)).map((row) =>
      [String(idIn(row['location_id'])), [row['count'], row['quantity:sum'], row['reserved_quantity:sum']]])),
    expected: (books) => {
      const quants = books.rows('stock.quant').filter((quant) => books.one('stock.location', quant['location_id'])['usage'] === 'internal')
      const of = (amountOf: (quant: Row) => number): Record<string, number> => sums(quants, (quant) => String(quant['location_id']), amountOf)
      const [counts, held, reserved] = [of(() => 1), of((quant) => Number(quant['quantity'])), of((quant) => Number(quant['reserved_quantity']))]
      return Object.fromEntries(Object.keys(counts).map((key) => [key, [counts[key], held[key], reserved[key]]]))
    },
  },
  {
    name: 'late_deliveries',
    words: 'Which deliveries to customers are late, or must leave within a week?',
    steps: [
      () => ({
        tool: 'odoo_search',
        args: {
          model: 'stock.picking',
          domain: [['picking_type_id.code', '=', 'outgoing'], ['state', 'not in', ['draft', 'done', 'cancel']], ['scheduled_date', '<=', '+7d']],
          fields: ['name', 'partner_id', 'scheduled_date', 'origin'], order: 'scheduled_date', limit: 100,
        },
      }),
    ],
    figures: (answers, { today }) => ({
      deliveries: rowsIn(answerAt(answers, 0)).map((row) => row['origin']).sort(),
      late: rowsIn(answerAt(answers, 0)).filter((row) => String(row['scheduled_date']).slice(0, 10) < today).length,
      total: answerAt(answers, 0)['total'],
    }),
    expected: (books, { today }) => {
      const open = books.rows('stock.picking').filter((row) =>
        books.one('stock.picking.type', row['picking_type_id'])['code'] === 'outgoing'
        && !['draft', 'done', 'cancel'].includes(String(row['state'])) && books.day(row['scheduled_date']) <= daysAfter(today, 7))
      return {
        deliveries: open.map((row) => row['origin']).sort(),
        late: open.filter((row) => books.day(row['scheduled_date']) < today).length,
        total: open.length,
      }
    },
  },
  {
    name: 'overdue_tasks',
    words: 'Which tasks are overdue, and in which projects?',
    // The sample keeps no deadline of tasks before.
    since: 17,
    steps: [
      () => ({
        tool: 'odoo_search',
        args: {
          model: 'project.task', domain: [['date_deadline', '<', 'today'], ['state', 'not in', ['1_done', '1_canceled']]],
          fields: ['name', 'project_id', 'date_deadline', 'stage_id'], order: 'date_deadline', limit: 100,
        },
      }),
    ],
    figures: (answers) => sums(rowsIn(answerAt(answers, 0)), (row) => String(idIn(row['project_id'])), () => 1),
    expected: (books, { today }) => sums(
      books.rows('project.task').filter((row) =>
        typeof row['date_deadline'] === 'string' && books.day(row['date_deadline']) < today && row['state'] !== '1_done' && row['state'] !== '1_canceled'),
      (row) => String(row['project_id']),
      () => 1,
    ),
  },
  {
    name: 'employees_by_department',
    words: 'How many people work in each department?',
    steps: [() => ({ tool: 'odoo_aggregate', args: { model: 'hr.employee', group_by: ['department_id'] } })],
    figures: (answers) => ({
      ...Object.fromEntries(rowsIn(answerAt(answers, 0)).map((row) => [String(idIn(row['department_id'])), row['count']])),
      all: (answerAt(answers, 0)['total_row'] as readonly unknown[])[1],
    }),
    expected: (books) => {
      const people = books.rows('hr.employee')
      return { ...sums(people, (row) => String(row['department_id']), () => 1), all: people.length }
    },
  },
]
