import { VitrineError } from '../errors/vitrine-error'
import type { Domain, FieldInfo, ModelSchema } from '../odoo/port'
import { judgeField, judgeModel, type Verdict } from '../policy/decide'
import type { Policy } from '../policy/policy'

type FieldName = Pick<FieldInfo, 'name'> & { readonly relation?: string }

/** What Odoo's models are searched by, besides the name, when a name is looked for. */
const searchedByName = [
  'email', 'email_normalized', 'ref', 'vat', 'company_registry', 'phone', 'mobile', 'login', 'work_email', 'work_phone', 'private_email',
  'barcode', 'default_code', 'code', 'identification_id', 'registration_number', 'acc_number', 'partner_name', 'contact_name',
]

/** Models whose records belong to a record of any other model, and the field that names that model. */
const belongsTo: ReadonlyMap<string, string> = new Map([
  ['mail.message', 'model'],
  ['mail.activity', 'res_model'],
  ['mail.followers', 'res_model'],
  ['ir.attachment', 'res_model'],
  ['rating.rating', 'res_model'],
])

/** The policy as one call sees it: asked in every place where a model or a field can be named. */
export class Visibility {
  readonly policy: Policy
  readonly #nameShown = new Map<string, boolean>()

  constructor(policy: Policy) {
    this.policy = policy
  }

  isModelShown(model: string): boolean {
    return judgeModel(this.policy, model).status !== 'refused'
  }

  /** Throws `not_allowed_by_policy`. */
  requireModel(model: string): void {
    const verdict = judgeModel(this.policy, model)
    if (verdict.status !== 'refused') return
    throw new VitrineError('not_allowed_by_policy', verdict.message, {
      hint: 'Only the user can change this, in Vitrine; odoo_find_models lists what may be read.',
    })
  }

  judge(model: string, field: FieldName): Verdict {
    return judgeField(this.policy, model, field)
  }

  isFieldShown(model: string, field: FieldName): boolean {
    return this.judge(model, field).allowed
  }

  /**
   * Fields hidden by the user that Odoo would look into when it searches records by name: a contact is found by its e-mail
   * address too. A search by name would tell whether a hidden value is what was guessed.
   */
  hiddenInNames(model: string): readonly string[] {
    return searchedByName.filter((name) => {
      const verdict = this.judge(model, { name })
      return !verdict.allowed && verdict.reason !== 'secret_name' && verdict.reason !== 'leads_to_hidden_model'
    })
  }

  /**
   * What must hold for records of a model besides the client's filter; empty for most. Messages and files of a model that the
   * user has hidden are hidden with it.
   */
  recordsShown(schema: ModelSchema): Domain {
    const owner = belongsTo.get(schema.model)
    const { hide } = this.policy.models
    return owner === undefined || hide.length === 0 || !schema.fields.has(owner) ? [] : [[owner, 'not in', hide]]
  }

  /** Whether the names of a model's records may appear beside their ids: not when the model or what the name is made of is hidden. */
  isNameShown(model: string): boolean {
    const known = this.#nameShown.get(model)
    if (known !== undefined) return known
    const shown = this.isModelShown(model) && ['display_name', 'name'].every((name) => this.isFieldShown(model, { name }))
    this.#nameShown.set(model, shown)
    return shown
  }
}

/** The refusal of a field in a place where leaving it out would change what is answered. */
export function restrictedField(verdict: Verdict): VitrineError {
  const message = verdict.allowed ? 'The field is hidden.' : verdict.message
  return new VitrineError('restricted_field', message, {
    hint: 'Ask without this field; odoo_describe_model lists the fields that may be used.',
  })
}
