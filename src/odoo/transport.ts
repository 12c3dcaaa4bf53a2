import type { CallContext, Protocol } from './port'
import type { ReadCall } from './read-methods'
import type { WireOptions } from './wire'

/** One way of calling a model's read methods. Throws `VitrineError`; Odoo's own refusals as `OdooFault`. */
export interface Transport {
  readonly protocol: Protocol
  /** Answers what the method returned; null where it returned nothing. */
  readonly call: (call: ReadCall, context: CallContext | undefined, options: WireOptions) => Promise<unknown>
}

/** The context as it is sent: without an empty list of companies, which Odoo takes for no list at all. */
export function contextArgument(context: CallContext | undefined): { readonly context?: Readonly<Record<string, unknown>> } {
  if (context === undefined) return {}
  const { allowed_company_ids: companies, ...rest } = context
  const sent = { ...rest, ...(companies === undefined || companies.length === 0 ? {} : { allowed_company_ids: companies }) }
  return Object.keys(sent).length === 0 ? {} : { context: sent }
}
