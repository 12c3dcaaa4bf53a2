import { isFieldName, isModelName } from './names'
import { NEVER_IN_WORDS, neverReason } from './never-list'
import type { Policy } from './policy'
import { looksSecret } from './secret-names'

export type Verdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false
      readonly reason: 'never_list' | 'hidden_by_user' | 'secret_name' | 'leads_to_hidden_model'
      /** One sentence for people and for the asking model; holds technical names only. */
      readonly message: string
    }

const ALLOWED: Verdict = { allowed: true }
const EVERY_MODEL = '*'

/** May anything of this model be read? A name that no Odoo knows is judged as well; whether it exists is Odoo's to say. */
export function judgeModel(policy: Policy, model: string): Verdict {
  const holds = neverReason(model)
  if (holds !== null) {
    return { allowed: false, reason: 'never_list', message: `The model ${model} is never readable through Vitrine, because it holds ${holds}.` }
  }
  if (policy.hiddenModels.includes(model)) {
    return { allowed: false, reason: 'hidden_by_user', message: `The user has hidden the model ${model}.` }
  }
  return ALLOWED
}

/**
 * May this field of an allowed model be read, filtered on, sorted by, grouped by or measured? The model itself is not judged
 * here: ask `judgeModel` first.
 */
export function judgeField(policy: Policy, model: string, field: { readonly name: string; readonly relation?: string }): Verdict {
  const { name, relation } = field
  if (looksSecret(name) || SECRET_FIELDS.get(model)?.some((pattern) => pattern.test(name))) {
    return { allowed: false, reason: 'secret_name', message: `The field ${name} of ${model} is always hidden, because it can hold a secret or an access right.` }
  }
  if ([EVERY_MODEL, model, ...(SAME_RECORD.get(model) ?? [])].some((key) => hiddenFieldsOf(policy, key).includes(name))) {
    return { allowed: false, reason: 'hidden_by_user', message: `The user has hidden the field ${name} of ${model}.` }
  }
  if (relation !== undefined && relation !== '' && !judgeModel(policy, relation).allowed) {
    return {
      allowed: false,
      reason: 'leads_to_hidden_model',
      message: `The field ${name} of ${model} is hidden, because it leads to the hidden model ${relation}.`,
    }
  }
  return ALLOWED
}

/**
 * Secrets that their names alone do not give away: addresses that let in whoever knows them, and on users the fields that
 * Odoo makes up for access rights (`in_group_7`, `sel_groups_1_10_11`, up to Odoo 18).
 */
const SECRET_FIELDS: ReadonlyMap<string, readonly RegExp[]> = new Map([
  ['calendar.event', [/^videocall_redirection$/]],
  ['discuss.channel', [/^uuid$/]],
  ['documents.document', [/^access_url$/]],
  ['mail.channel', [/^uuid$/]],
  ['spreadsheet.dashboard.share', [/^full_url$/]],
  ['res.users', [/^in_group_\d+$/, /^sel_groups_[\d_]+$/]],
])

/**
 * The same data under a second name: Odoo lets a user be read with its contact's fields, a variant with its product's. A
 * field hidden on one of these models is hidden here too, or the second name would be the way round.
 */
const SAME_RECORD: ReadonlyMap<string, readonly string[]> = new Map([
  ['account.bank.statement.line', ['account.move']],
  ['account.payment', ['account.move']],
  ['hr.employee', ['hr.version']],
  ['hr.employee.public', ['hr.employee', 'hr.version']],
  ['product.product', ['product.template']],
  ['product.template', ['product.product']],
  ['res.users', ['res.partner', 'hr.employee', 'hr.version']],
])

function hiddenFieldsOf(policy: Policy, key: string): readonly string[] {
  // `hiddenFields` may come from JSON: 'constructor' is a possible key of a policy, not of its prototype.
  return Object.hasOwn(policy.hiddenFields, key) ? (policy.hiddenFields[key] ?? []) : []
}

const LISTED = 12

/** Short sentences that say what is allowed and what is hidden, for `odoo_context` and for the server's instructions. */
export function policyInWords(policy: Policy): readonly string[] {
  const sentences = [
    'Everything is read-only: nothing in Odoo can be created, changed or deleted.',
    `Never readable: ${NEVER_IN_WORDS}.`,
    'Fields with names of secrets (passwords, keys, tokens, PINs) are always hidden.',
  ]
  const models = policy.hiddenModels.filter(isModelName)
  if (models.length > 0) sentences.push(`Models hidden by the user: ${listed(models)}.`)
  const fields = Object.keys(policy.hiddenFields)
    .filter((model) => model === EVERY_MODEL || isModelName(model))
    .flatMap((model) => {
      const names = hiddenFieldsOf(policy, model).filter(isFieldName)
      return names.map((name) => (model === EVERY_MODEL ? `${name} (every model)` : `${name} of ${model}`))
    })
  if (fields.length > 0) sentences.push(`Fields hidden by the user: ${listed(fields)}.`)
  if (models.length === 0 && fields.length === 0) {
    sentences.push('Otherwise everything the Odoo user may read is allowed.')
  }
  return sentences
}

function listed(names: readonly string[]): string {
  const rest = names.length - LISTED
  return rest > 0 ? `${names.slice(0, LISTED).join(', ')} and ${String(rest)} more` : names.join(', ')
}
