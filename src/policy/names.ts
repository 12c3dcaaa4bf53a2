/** A technical model name as Odoo registers it, such as `sale.order.line` or `x_rental`. */
const MODEL_NAME = /^[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*$/

/** A technical field name. Capitals are rare but real: a carrier of Odoo's own has `dhl_SiteID`. */
const FIELD_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

const MAX_NAME_LENGTH = 128

export function isModelName(text: string): boolean {
  return text.length <= MAX_NAME_LENGTH && MODEL_NAME.test(text)
}

export function isFieldName(text: string): boolean {
  return text.length <= MAX_NAME_LENGTH && FIELD_NAME.test(text)
}

/**
 * The words of a technical name in lower case: split at everything that is no letter and where capitals begin a word.
 * `x_studio_apiKey2` → `['x', 'studio', 'api', 'key']`, `APIKey` → `['api', 'key']`.
 */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')
}
