import { KINDS } from './field-presets'
import { MODELS_OF_PRESETS } from './model-presets'
import { isFieldName, isModelName } from './names'
import { NEVER_IN_WORDS } from './never-list'
import { MODEL_PRESETS, type Policy } from './policy'
import { workingTimeInWords } from './working-time'

const LISTED = 12

/**
 * Short sentences that say what is allowed and what is hidden, for `odoo_context` and for the server's instructions. Every client
 * pays for them with each session, so they name what matters to a question and count the rest.
 */
export function policyInWords(policy: Policy): readonly string[] {
  const { models, fields, rows, limits } = policy
  const hiddenModels = models.hide.filter(isModelName)
  const hiddenFields = fieldsInWords(fields.hide)
  const isOpen = models.others === 'allow' && hiddenModels.length + hiddenFields.length + fields.presets.length + Object.keys(fields.only).length + Object.keys(rows).length === 0
  return [
    'Everything is read-only: nothing in Odoo can be created, changed or deleted.',
    `Never readable: ${NEVER_IN_WORDS}.`,
    'Fields with names of secrets (passwords, keys, tokens, PINs) are always hidden.',
    ...(isOpen ? ['Otherwise everything the Odoo user may read is allowed.'] : allowedInWords(models)),
    ...sentence('Models hidden by the user', hiddenModels),
    ...(fields.presets.length === 0 ? [] : [`Hidden on every model, custom fields included: ${fields.presets.map((preset) => KINDS[preset].title.toLowerCase()).join(', ')}.`]),
    ...(fields.presets.length === 0 ? [] : sentence('Except', fieldsInWords(fields.allow))),
    ...sentence('Fields hidden by the user', hiddenFields),
    ...sentence('Only some fields may be read of', Object.keys(fields.only).filter(isModelName)),
    ...sentence('Only some records may be read of', Object.keys(rows).filter(isModelName)),
    ...limitsInWords(limits),
  ]
}

function allowedInWords({ presets, allow, others }: Policy['models']): readonly string[] {
  const titles = presets.length === MODEL_PRESETS.length ? ['the usual business models'] : presets.map((preset) => MODELS_OF_PRESETS[preset].title.toLowerCase())
  const named = [...titles, ...shortened(allow.filter(isModelName))]
  if (others === 'allow') return ['Every other model the Odoo user may read is allowed.']
  return [
    `Allowed: ${named.length === 0 ? 'no model' : named.join(', ')}.`,
    others === 'ask' ? 'Before any other model is read, the user is asked.' : 'No other model is allowed.',
  ]
}

function limitsInWords({ callsPerMinute, rowsPerAnswer, ...time }: Policy['limits']): readonly string[] {
  return [
    ...(callsPerMinute === undefined ? [] : [`At most ${counted(callsPerMinute, 'call')} a minute.`]),
    ...(rowsPerAnswer === undefined ? [] : [`At most ${counted(rowsPerAnswer, 'row')} an answer.`]),
    ...(time.hours === undefined && time.days === undefined ? [] : [`Questions are answered only ${workingTimeInWords(time)}.`]),
  ]
}

/** `1 call`, `2 calls`. */
export const counted = (number: number, noun: string): string => `${String(number)} ${noun}${number === 1 ? '' : 's'}`

/** `email of res.partner`, `margin (every model)`; whatever is no technical name is left out. */
export function fieldsInWords(byModel: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return Object.entries(byModel)
    .filter(([model]) => model === '*' || isModelName(model))
    .flatMap(([model, names]) => names.filter(isFieldName).map((name) => (model === '*' ? `${name} (every model)` : `${name} of ${model}`)))
}

function sentence(beginning: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${beginning}: ${shortened(names).join(', ')}.`]
}

/** As many as a sentence bears; the last of these says how many more there are. */
function shortened(names: readonly string[]): readonly string[] {
  const rest = names.length - LISTED
  return rest > 0 ? [...names.slice(0, LISTED - 1), `${names[LISTED - 1] ?? ''} and ${String(rest)} more`] : names
}
