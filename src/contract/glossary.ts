/** A word of the user's own, and the model that holds what it means. */
export interface GlossaryEntry {
  readonly word: string
  /** Technical name, such as `sale.order`. */
  readonly model: string
  /** A filter in Odoo's notation as JSON text; empty for none. Whether it fits the model is checked when it is used. */
  readonly domain: string
}

/** Characters, except for the number of entries. */
export const GLOSSARY_LIMITS = { entries: 200, word: 80, domain: 2_000 } as const

/** Whether a text can be a filter at all: a JSON list. */
export function isFilterText(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text))
  } catch {
    return false
  }
}
