import { oneLine } from '../odoo/text'

interface Prompt {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly arguments?: readonly { readonly name: string; readonly description: string; readonly required: boolean }[]
  readonly text: (values: Readonly<Record<string, string>>) => string
}

/** The usual questions. They name tools and fields, never data; nothing is asked of Odoo to give one. */
export const PROMPTS: readonly Prompt[] = [
  {
    name: 'receivables_ageing',
    title: 'Receivables by age',
    description: 'Unpaid customer invoices by how long they are overdue',
    text: () =>
      'Show the ageing of our receivables. Use odoo_aggregate on account.move with the filter [["move_type","=","out_invoice"],'
      + '["state","=","posted"],["payment_state","in",["not_paid","partial"]]] and amount_residual:sum, once for each band of '
      + 'invoice_date_due: not due yet, 1 to 30, 31 to 60, 61 to 90 and more than 90 days overdue. Then list the ten customers who owe '
      + 'most. Keep currencies apart and name the companies covered.',
  },
  {
    name: 'month_comparison',
    title: 'This month against last',
    description: 'Confirmed sales of this month so far, compared with last month',
    text: () =>
      'Compare confirmed sales (sale.order, state sale) of this month so far with last month: number of orders, amount_untaxed:sum, '
      + 'the five best customers and salespeople of each. Use odoo_aggregate with month_start and month_start-1m in the filter. Say '
      + 'which days are compared, and keep currencies apart.',
  },
  {
    name: 'stock_below_minimum',
    title: 'Stock below minimum',
    description: 'Products with less on hand than their reordering rule asks for',
    text: () =>
      'Find products whose stock is below the minimum. Read the reordering rules (stock.warehouse.orderpoint: product_id, '
      + 'location_id, product_min_qty), sum the stock of these products in these locations with odoo_aggregate on stock.quant '
      + '(quantity:sum by product_id and location_id), and list what is short, most urgent first. If there are no rules, say so.',
  },
  {
    name: 'late_purchases',
    title: 'Late purchases',
    description: 'Confirmed purchase orders that should have arrived',
    text: () =>
      'List confirmed purchase orders that are late: purchase.order with state purchase, date_planned before today and not fully '
      + 'received. Show supplier, order, planned date, days late and amount, the latest first, and sum up by supplier.',
  },
  {
    name: 'customer_overview',
    title: 'Everything about one customer',
    description: 'Contact, orders, invoices, open amounts and opportunities of one customer',
    arguments: [{ name: 'customer', description: 'Name of the customer', required: true }],
    text: ({ customer = '' }) =>
      `Tell me all we know about the customer ${JSON.stringify(oneLine(customer, 200))}. Resolve the name with odoo_resolve on `
      + 'res.partner and ask me if it is ambiguous. Then: the contact, the last orders, open quotations, unpaid invoices with their '
      + 'due dates, deliveries under way and opportunities. Give exact totals and the companies covered.',
  },
  {
    name: 'pipeline',
    title: 'Sales pipeline',
    description: 'Open opportunities by stage, and what should close soon',
    text: () =>
      'Show the sales pipeline: crm.lead of type opportunity that are active, grouped by stage with their number and '
      + 'expected_revenue:sum, then those with a date_deadline in the next 30 days or already passed.',
  },
]

export interface PromptMessage {
  readonly description: string
  readonly messages: readonly { readonly role: 'user'; readonly content: { readonly type: 'text'; readonly text: string } }[]
}

export type PromptLookup =
  | { readonly ok: true; readonly prompt: PromptMessage }
  | { readonly ok: false; readonly message: string }

export function getPrompt(name: string, values: Readonly<Record<string, string>>): PromptLookup {
  const prompt = PROMPTS.find((one) => one.name === name)
  if (prompt === undefined) return { ok: false, message: 'There is no prompt of that name.' }
  const missing = (prompt.arguments ?? []).find((argument) => argument.required && (values[argument.name] ?? '').trim() === '')
  if (missing !== undefined) return { ok: false, message: `The prompt needs the argument '${missing.name}'.` }
  return {
    ok: true,
    prompt: {
      description: prompt.description,
      messages: [{ role: 'user', content: { type: 'text', text: prompt.text(values) } }],
    },
  }
}
