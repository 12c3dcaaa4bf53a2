/** Stands for every model among the hidden fields. */
export const EVERY_MODEL = '*'

/** As the policy reads them; what does not look like this would be refused there. */
const MODEL_NAME = /^[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*$/
const FIELD_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/** Whether this is the technical name of a model, such as `res.partner`. */
export function isModelName(text: string): boolean {
  return text.length <= 128 && MODEL_NAME.test(text)
}

/** Whether this is the technical name of a field, such as `email`. */
export function isFieldName(text: string): boolean {
  return text.length <= 128 && FIELD_NAME.test(text)
}
