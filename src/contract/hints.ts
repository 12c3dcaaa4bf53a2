/**
 * Why a client got no answer, in the kinds that surprise people the first time. Each is explained once.
 * `rules`: it is hidden here. `rights`: the Odoo user may not read it. `limit`: too many calls. `slow`: Odoo took too long.
 */
export const HINT_KINDS = ['rules', 'rights', 'limit', 'slow'] as const
export type HintKind = (typeof HINT_KINDS)[number]

export interface Hint {
  readonly kind: HintKind
  /** As the client named itself. */
  readonly clientName: string
  /** What was asked for: the model's label or technical name; empty where there was none. */
  readonly model: string
}
