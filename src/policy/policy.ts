/** What a client may see, besides what the Odoo user may: it can only narrow. Pure data, stored in settings or a file. */
export interface Policy {
  readonly version: 1
  /** Technical names of models that are refused, on top of the never-list. */
  readonly hiddenModels: readonly string[]
  /** Names of fields by model; `*` stands for every model. */
  readonly hiddenFields: Readonly<Record<string, readonly string[]>>
}

export const OPEN_POLICY: Policy = { version: 1, hiddenModels: [], hiddenFields: {} }
