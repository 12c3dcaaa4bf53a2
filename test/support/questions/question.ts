import type { Books } from './books'

/** What a person and the day bring to a question, and a client knows from `instructions` without a call. */
export interface Setting {
  /** Today in the user's zone, `2026-06-15`. */
  readonly today: string
  /** Of the Odoo asked, such as 19. */
  readonly version: number
  /** The user's current company. */
  readonly company: { readonly id: number; readonly currency: string }
  /** A customer as people call it: the whole name of a company. */
  readonly customer: string
}

export interface ToolCall {
  readonly tool: 'odoo_search' | 'odoo_read' | 'odoo_aggregate' | 'odoo_resolve'
  readonly args: Readonly<Record<string, unknown>>
}

/** A tool's answer as a client parses it. */
export type Answer = Readonly<Record<string, unknown>>

/** The figures that answer a question; keys are ids or words of Odoo, amounts are rounded to cents. */
export type Figures = Readonly<Record<string, unknown>>

/** A question that people put to their books, how a client finds the answer, and how the records themselves say it. */
export interface BusinessQuestion {
  readonly name: string
  /** As a person asks it. */
  readonly words: string
  /** At most three calls, each worked out from the answers before it. */
  readonly steps: readonly ((answers: readonly Answer[], setting: Setting) => ToolCall)[]
  /** What a client reads out of the answers. */
  readonly figures: (answers: readonly Answer[], setting: Setting) => Figures
  /** The same from raw records, by other means. */
  readonly expected: (books: Books, setting: Setting) => Figures
  /** Asks for the first of many: that more follow must be said then, and is no cut. */
  readonly isTop?: true
  /** The first version whose model has what it takes; every version when absent. */
  readonly since?: number
}
