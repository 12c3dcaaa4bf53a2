import type { CallOptions, OdooReader, OdooUser, OdooVersion } from '../odoo/port'

/** What does not change while a reader lives; kept as values, so that a call need not wait for them a second time. */
export interface Facts {
  readonly user: OdooUser
  readonly version: OdooVersion
  /** Labels of models, for the journal. Empty when the list cannot be had. */
  readonly labels: ReadonlyMap<string, string>
}

const facts = new WeakMap<OdooReader, Facts>()

/** What an earlier call, of any session, has learnt about the connection; asks Odoo nothing. */
export const knownFacts = (reader: OdooReader): Facts | undefined => facts.get(reader)

/** Asks Odoo who the user is and what server it is. */
export async function loadFacts(reader: OdooReader, options: CallOptions): Promise<Facts> {
  const user = await reader.user(options)
  const [{ version }, models] = await Promise.all([
    reader.server(options),
    // Labels are an embellishment: a user who may not list models can still ask.
    reader.models({ ...options, context: { lang: user.lang } }).catch(() => []),
  ])
  // A list that failed because the caller went away must not be taken for a user who may not list models.
  options.signal?.throwIfAborted()
  const loaded = { user, version, labels: new Map(models.map(({ model, label }) => [model, label])) }
  facts.set(reader, loaded)
  return loaded
}
