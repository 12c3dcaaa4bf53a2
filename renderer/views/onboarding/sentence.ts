import type { MessageId } from '../../i18n/text'

/** The most telling first: what a business has, it has questions about. */
const SENTENCES: readonly (readonly [model: string, sentence: MessageId])[] = [
  ['sale.order', 'sentence.sales'],
  ['account.move', 'sentence.invoices'],
  ['crm.lead', 'sentence.leads'],
  ['purchase.order', 'sentence.purchases'],
  ['project.task', 'sentence.tasks'],
  ['stock.picking', 'sentence.transfers'],
  ['product.template', 'sentence.products'],
]

/** A question whose answer is in this Odoo and may be read without asking first. @param free technical names of such models */
export function sentenceFor(free: readonly string[]): MessageId {
  return SENTENCES.find(([model]) => free.includes(model))?.[1] ?? 'sentence.contacts'
}
