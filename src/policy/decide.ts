import { KINDS } from './field-presets'
import { isFoundBy } from './find-field'
import { isCompanion, presetsOf } from './model-presets'
import { neverReason } from './never-list'
import type { Policy } from './policy'
import { repeatedBy, sameRecordAs } from './same-record'
import { looksSecret } from './secret-names'

/** What a model's name, or a field's, is refused for. */
export type Refusal = 'never_list' | 'hidden_by_user' | 'hidden_by_preset' | 'not_in_only' | 'not_allowed' | 'secret_name' | 'leads_to_hidden_model'

interface Reasoned {
  readonly reason: Refusal
  /** One sentence for people and for the asking model; holds technical names only. */
  readonly message: string
}

export type ModelVerdict = { readonly status: 'allowed' } | ({ readonly status: 'asks' | 'refused' } & Reasoned)

export type Verdict = { readonly allowed: true } | ({ readonly allowed: false } & Reasoned)

/** What is known of a field where it is judged; the more, the better a preset finds it. */
export interface PolicyField {
  readonly name: string
  /** As Odoo calls it in the user's language. */
  readonly label?: string
  /** Absent: it might be any, and is found rather than missed. */
  readonly type?: string
  /** Comodel of a relational field. */
  readonly relation?: string
}

const SHOWN: Verdict = { allowed: true }
const EVERY_MODEL = '*'

/** May anything of this model be read? A name that no Odoo knows is judged as well; whether it exists is Odoo's to say. */
export function judgeModel(policy: Policy, model: string): ModelVerdict {
  const { presets, allow, hide, others } = policy.models
  const holds = neverReason(model)
  if (holds !== null) return refused('never_list', `The model ${model} is never readable through Vitrine, because it holds ${holds}.`)
  if (hide.includes(model)) return refused('hidden_by_user', `The user has hidden the model ${model}.`)
  const narrowed = Object.hasOwn(policy.rows, model) ? undefined : repeatedBy(model).find((source) => Object.hasOwn(policy.rows, source))
  if (narrowed !== undefined) {
    return refused('hidden_by_user', `The model ${model} repeats records of ${narrowed}, of which the user shows only some; it needs a rule of its own.`)
  }
  const isAllowed = others === 'allow' || allow.includes(model) || presetsOf(model).some((preset) => presets.includes(preset))
  if (isAllowed || (presets.length > 0 && isCompanion(model))) return { status: 'allowed' }
  if (others === 'refuse') return refused('not_allowed', `The model ${model} is not among those that the user allows.`)
  return { status: 'asks', reason: 'not_allowed', message: `The model ${model} may be read only after the user has agreed to it.` }
}

const refused = (reason: Refusal, message: string): ModelVerdict => ({ status: 'refused', reason, message })

/**
 * May this field of an allowed model be read, filtered on, sorted by, grouped by or measured? The model itself is not judged
 * here: ask `judgeModel` first. A field that leads to a model which asks first is shown; the names it leads to are not, before the
 * user has agreed.
 */
export function judgeField(policy: Policy, model: string, field: PolicyField): Verdict {
  const { name, relation } = field
  if (looksSecret(name) || SECRET_FIELDS.get(model)?.some((pattern) => pattern.test(name))) {
    return { allowed: false, reason: 'secret_name', message: `The field ${name} of ${model} is always hidden, because it can hold a secret or an access right.` }
  }
  const { presets, hide, allow, only } = policy.fields
  if ([EVERY_MODEL, ...sameRecordAs(model)].some((key) => namesOf(hide, key).includes(name))) {
    return { allowed: false, reason: 'hidden_by_user', message: `The user has hidden the field ${name} of ${model}.` }
  }
  const listed = onlyNamesOf(only, model)
  if (listed !== null && name !== 'id' && !listed.includes(name)) {
    return { allowed: false, reason: 'not_in_only', message: `The field ${name} of ${model} is not among those that the user allows.` }
  }
  const kind = presets.find((preset) => isFoundBy(preset, model, field))
  if (kind !== undefined && ![EVERY_MODEL, model].some((key) => namesOf(allow, key).includes(name))) {
    const { title } = KINDS[kind]
    return { allowed: false, reason: 'hidden_by_preset', message: `The field ${name} of ${model} is hidden with all fields of the kind “${title}”.` }
  }
  if (relation !== undefined && relation !== '' && judgeModel(policy, relation).status === 'refused') {
    return {
      allowed: false,
      reason: 'leads_to_hidden_model',
      message: `The field ${name} of ${model} is hidden, because it leads to the hidden model ${relation}.`,
    }
  }
  return SHOWN
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
 * The names that a list leaves of a model; null where there is none. A list of a model holds for its second names too, unless these have
 * one of their own. `name` and `display_name` say the same and go together.
 */
export function onlyNamesOf(only: Policy['fields']['only'], model: string): readonly string[] | null {
  const key = sameRecordAs(model).find((one) => Object.hasOwn(only, one))
  if (key === undefined) return null
  const names = namesOf(only, key)
  return names.some((name) => NAMES.includes(name)) ? [...names, ...NAMES] : names
}

const NAMES = ['name', 'display_name']

function namesOf(lists: Readonly<Record<string, readonly string[]>>, key: string): readonly string[] {
  // The lists may come from JSON: 'constructor' is a possible key of a policy, not of its prototype.
  return Object.hasOwn(lists, key) ? (lists[key] ?? []) : []
}
