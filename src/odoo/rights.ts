import type { RightsReport } from '../contract/key-care'
import { VitrineError } from '../errors/vitrine-error'
import type { OwnAccountReader } from './port'

/** Models that most questions are about; where an app is not installed, Odoo does not know its models. */
export const USUAL_MODELS = [
  'res.partner', 'sale.order', 'sale.order.line', 'purchase.order', 'purchase.order.line', 'account.move', 'account.move.line',
  'account.payment', 'product.template', 'product.product', 'stock.picking', 'stock.move', 'stock.quant', 'crm.lead', 'project.project',
  'project.task', 'account.analytic.line', 'hr.employee', 'hr.department', 'res.users', 'res.company', 'calendar.event', 'helpdesk.ticket',
] as const

/** Models looked at in one go, at most: each costs Odoo three questions. */
const MOST_MODELS = 60
/** One question each at a time: the fourth socket of the connection is left to clients. */
const WORKERS = 3

export interface ProbeOptions {
  readonly signal: AbortSignal
  readonly nowMs: number
  readonly onProgress?: (done: number, total: number) => void
}

/**
 * What the key's owner could change among the usual models and `more`, as far as Odoo shows them to the user. Asks and changes
 * nothing. Throws `VitrineError` when it is cancelled or Odoo is away; a model that turns out not to exist is left out.
 */
export async function probeRights(reader: OwnAccountReader, more: readonly string[], options: ProbeOptions): Promise<RightsReport> {
  const { signal, nowMs, onProgress } = options
  const labels = new Map((await reader.models({ signal })).map(({ model, label }) => [model, label]))
  // Lines of documents are models of no menu: Odoo does not list them, and they can be changed all the same.
  const wanted = [...new Set<string>([...USUAL_MODELS, ...more])].slice(0, MOST_MODELS)
  const found: (RightsReport['models'][number] | null)[] = []
  let next = 0
  let done = 0
  onProgress?.(0, wanted.length)
  const work = async (): Promise<void> => {
    for (let at = next++; at < wanted.length; at = next++) {
      const model = wanted[at] ?? ''
      const rights = await reader.mayChange(model, { signal }).catch(noneWhereUnknown)
      found[at] = rights === null ? null : { model, label: labels.get(model) ?? model, rights }
      done += 1
      onProgress?.(done, wanted.length)
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, work))
  const looked = found.filter((one) => one !== null)
  return { checkedAt: new Date(nowMs).toISOString(), checked: looked.length, models: looked.filter(({ rights }) => rights.length > 0) }
}

function noneWhereUnknown(error: unknown): null {
  if (error instanceof VitrineError && error.code === 'unknown_model') return null
  throw error
}
