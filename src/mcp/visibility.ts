import { VitrineError } from '../errors/vitrine-error'
import type { FieldInfo, ModelSchema } from '../odoo/port'
import { judgeField, judgeModel, type PolicyField, type Verdict } from '../policy/decide'
import type { Policy } from '../policy/policy'
import { derivedFields, isHiddenByChoice, mayBeSortedBy, NAME_PARTS } from './derived-fields'
import { modelsWithRules, ownerField } from './row-rules'

/** What Odoo's models are searched by, besides the name, when a name is looked for. */
const searchedByName = [
  'email', 'email_normalized', 'ref', 'vat', 'company_registry', 'phone', 'mobile', 'login', 'work_email', 'work_phone', 'private_email',
  'barcode', 'default_code', 'code', 'identification_id', 'registration_number', 'acc_number', 'partner_name', 'contact_name',
]

type VisibleField = PolicyField & Pick<Partial<FieldInfo>, 'relationField'>

/** What is known about models that ask first. */
export interface Consents {
  /** Whether the user has said yes, for this call or for longer. */
  readonly isGranted: (model: string) => boolean
  /** Whether there is anybody to be asked. */
  readonly canAsk: boolean
}

/** What was learnt of a schema under the policy that last looked at it: schemas are kept for minutes, and have hundreds of fields. */
const learnt = new WeakMap<ModelSchema, { readonly policy: Policy; readonly derived: ReadonlySet<string> }>()

const NOBODY: Consents = { isGranted: () => false, canAsk: false }

/** The policy as one call sees it: asked in every place where a model or a field can be named. */
export class Visibility {
  readonly policy: Policy
  /** Models of whose records a rule of the user shows only some. */
  readonly modelsWithRules: ReadonlySet<string>
  readonly #consents: Consents
  readonly #nameShown = new Map<string, boolean>()
  /** By model, for those whose schema this call has seen: fields that would tell what is hidden elsewhere. */
  readonly #derived = new Map<string, ReadonlySet<string>>()

  constructor(policy: Policy, consents: Consents = NOBODY) {
    this.policy = policy
    this.modelsWithRules = modelsWithRules(policy.rows)
    this.#consents = consents
  }

  /** May anything of the model be shown now? A model that asks first is not, before the user has agreed. */
  isModelShown(model: string): boolean {
    const { status } = judgeModel(this.policy, model)
    return status === 'allowed' || (status === 'asks' && this.#consents.isGranted(model))
  }

  /** May the model be named as one that can be asked about? */
  isModelListed(model: string): boolean {
    const { status } = judgeModel(this.policy, model)
    return status === 'allowed' || (status === 'asks' && (this.#consents.canAsk || this.#consents.isGranted(model)))
  }

  /** Whether the user is asked before the model is read. */
  asksFirst(model: string): boolean {
    return judgeModel(this.policy, model).status === 'asks' && !this.#consents.isGranted(model)
  }

  /** Throws `not_allowed_by_policy`. */
  requireModel(model: string): void {
    const verdict = judgeModel(this.policy, model)
    if (verdict.status === 'allowed' || (verdict.status === 'asks' && this.#consents.isGranted(model))) return
    throw new VitrineError('not_allowed_by_policy', this.#reasonOf(verdict), {
      hint: verdict.status === 'asks' && this.#consents.canAsk
        ? `Ask about ${model} itself, as with odoo_search: then the user is asked.`
        : 'Only the user can change this, in Vitrine; odoo_find_models lists what may be read.',
    })
  }

  #reasonOf(verdict: Exclude<ReturnType<typeof judgeModel>, { readonly status: 'allowed' }>): string {
    if (verdict.status === 'refused' || this.#consents.canAsk) return verdict.message
    return `${verdict.message.replace(/\.$/, '')}, and there is nobody here who can be asked.`
  }

  judge(model: string, field: VisibleField): Verdict {
    const verdict = judgeField(this.policy, model, field)
    if (!verdict.allowed) return verdict
    if (this.#derived.get(model)?.has(field.name) === true) {
      return hidden(`The field ${field.name} of ${model} is hidden, because Odoo makes it up of what the policy hides.`)
    }
    return field.type === 'one2many' || field.type === 'many2many' ? this.#judgeList(model, field, verdict) : verdict
  }

  /** A list tells how many records point back, and which. */
  #judgeList(model: string, { name, relation, relationField }: VisibleField, verdict: Verdict): Verdict {
    if (relation === undefined || relation === '') return verdict
    if (this.policy.models.others === 'ask' && !this.isModelShown(relation)) {
      return hidden(`The field ${name} of ${model} is hidden, because it leads to ${relation}, which may be read only after the user has agreed to it.`)
    }
    if (relationField === undefined || !this.hidesFields || judgeField(this.policy, relation, { name: relationField }).allowed) return verdict
    return hidden(`The field ${name} of ${model} is hidden, because it lists records by their hidden field ${relationField}.`)
  }

  isFieldShown(model: string, field: VisibleField): boolean {
    return this.judge(model, field).allowed
  }

  /** Takes notice of a model's fields, so that `judge` knows which of them would tell what is hidden. */
  learn(schema: ModelSchema, inherited: ReadonlySet<string>): void {
    const known = learnt.get(schema)
    const derived = known?.policy === this.policy ? known.derived : derivedFields(schema, inherited, this)
    learnt.set(schema, { policy: this.policy, derived })
    if (derived.size > 0) this.#derived.set(schema.model, derived)
  }

  /** Whether a schema must be learnt before fields of its model are judged. */
  get needsLearning(): boolean {
    return this.hasRules || this.hidesFields || this.policy.models.others !== 'allow' || this.policy.models.hide.length > 0
  }

  get hidesFields(): boolean {
    const { presets, hide, only } = this.policy.fields
    return presets.length > 0 || Object.keys(hide).length > 0 || Object.keys(only).length > 0
  }

  get hasRules(): boolean {
    return this.modelsWithRules.size > 0
  }

  hasRule(model: string): boolean {
    return this.modelsWithRules.has(model)
  }

  /** Whether only some records of the model may be looked at, by a rule or by what they belong to. */
  isRuled(model: string): boolean {
    return this.hasRule(model) || (ownerField(model) !== undefined && (this.hasRules || this.policy.models.others !== 'allow' || this.policy.models.hide.length > 0))
  }

  /**
   * Fields hidden by the user that Odoo would look into when it searches records by name: a contact is found by its e-mail
   * address too. A search by name would tell whether a hidden value is what was guessed.
   */
  hiddenInNames(model: string): readonly string[] {
    return searchedByName.filter((name) => isHiddenByChoice(this.policy, model, { name }))
  }

  /** Whether the names of a model's records may appear beside their ids: not when the model or what the name is made of is hidden. */
  isNameShown(model: string): boolean {
    const known = this.#nameShown.get(model)
    if (known !== undefined) return known
    const parts: readonly PolicyField[] = [{ name: 'display_name' }, { name: 'name' }, ...(NAME_PARTS.get(model) ?? [])]
    const shown = this.isModelShown(model) && parts.every((part) => judgeField(this.policy, model, part).allowed
      && (part.relation === undefined || part.relation === model || this.isNameShown(part.relation)))
    this.#nameShown.set(model, shown)
    return shown
  }

  /** Whether the asker may be named: one's own name is the name of a user, and of its contact, like any other. */
  get isAskerNamed(): boolean {
    return ['name', 'display_name'].every((name) => judgeField(this.policy, 'res.users', { name }).allowed)
  }

  /** As `isNameShown`, for names that were not held against the row rules, of a model that nobody may have looked at. */
  isNameShownUnchecked(model: string): boolean {
    return this.isNameShown(model) && !this.hasRules && !this.isRuled(model)
  }

  /** Whether Odoo's own names of records hold more than the records say: then only the field `name` may be shown for one. */
  isNameDerived(model: string): boolean {
    return this.#derived.get(model)?.has('display_name') === true
  }

  /** Whether the order of a model's records, in which Odoo sorts those that point to them, tells nothing that is hidden. */
  isOrderShown(model: string): boolean {
    return this.isNameShown(model) && !this.isRuled(model) && !this.isNameDerived(model) && (!this.hidesFields || mayBeSortedBy(model, this))
  }
}

const hidden = (message: string): Verdict => ({ allowed: false, reason: 'hidden_by_user', message })

/** The refusal of a field in a place where leaving it out would change what is answered. */
export function restrictedField(verdict: Verdict): VitrineError {
  const message = verdict.allowed ? 'The field is hidden.' : verdict.message
  return new VitrineError('restricted_field', message, {
    hint: 'Ask without this field; odoo_describe_model lists the fields that may be used.',
  })
}

/** The refusal to sort by a relation. */
export function restrictedOrder(field: FieldInfo): VitrineError {
  return new VitrineError('restricted_field', `Records cannot be sorted by ${field.name}, because the order would tell what the policy hides of ${field.relation ?? 'it'}.`, {
    hint: 'Sort by another field.',
  })
}
