import { VitrineError } from '../errors/vitrine-error'
import { checkDomain, type DomainScope } from '../odoo/domain'
import type { RowRules } from '../odoo/domain-confined'
import { asOneTerm, behind, orOf } from '../odoo/domain-terms'
import type { CallOptions, Domain, DomainItem, ModelSchema, OdooReader, OdooVersion } from '../odoo/port'
import type { Visibility } from './visibility'

/**
 * Records that are shown under a second name: a rule on `of` holds for them as well, at the record that the field `via` leads
 * to. `isOptional` where a record may have none and then shows nothing of it.
 */
interface SecondName {
  readonly of: string
  readonly via: string
  readonly isOptional?: true
}

const SECOND_NAMES: ReadonlyMap<string, readonly SecondName[]> = new Map<string, readonly SecondName[]>([
  ['account.bank.statement.line', [{ of: 'account.move', via: 'move_id' }]],
  ['account.payment', [{ of: 'account.move', via: 'move_id', isOptional: true }]],
  ['hr.employee', [{ of: 'hr.version', via: 'current_version_id', isOptional: true }]],
  ['hr.employee.public', [{ of: 'hr.employee', via: 'employee_id' }]],
  ['hr.version', [{ of: 'hr.employee', via: 'employee_id' }]],
  ['product.product', [{ of: 'product.template', via: 'product_tmpl_id' }]],
  ['product.template', [{ of: 'product.product', via: 'product_variant_ids', isOptional: true }]],
  ['res.users', [{ of: 'res.partner', via: 'partner_id' }, { of: 'hr.employee', via: 'employee_ids', isOptional: true }]],
])

/** Models whose records belong to a record of any other model, and the field that names that model. */
const BELONGS_TO: ReadonlyMap<string, string> = new Map([
  ['mail.message', 'model'],
  ['mail.activity', 'res_model'],
  ['mail.followers', 'res_model'],
  ['ir.attachment', 'res_model'],
  ['rating.rating', 'res_model'],
])

const ANY_SINCE = 17

/** What the rules are read with: the schemas as Odoo gives them, since a rule may look at what the client may not. */
export interface RuleScope {
  readonly reader: OdooReader
  readonly version: OdooVersion
  readonly timeZone: string
  readonly nowMs: number
  readonly options: CallOptions
  /** Technical names of the models that the user may see in Odoo. */
  readonly models: readonly string[]
}

/** Models whose own records are narrowed by a rule of the user, be it on a second name of theirs. */
export function modelsWithRules(rows: Readonly<Record<string, readonly unknown[]>>): ReadonlySet<string> {
  const own = Object.keys(rows)
  if (own.length === 0) return NONE
  const all = new Set(own)
  // Second names of second names: an employee's public face.
  for (let before = -1; before < all.size;) {
    before = all.size
    for (const [model, names] of SECOND_NAMES) if (names.some(({ of }) => all.has(of))) all.add(model)
  }
  return all
}

const NONE: ReadonlySet<string> = new Set()

export const secondNamesOf = (model: string): readonly SecondName[] => SECOND_NAMES.get(model) ?? []

/** Whether what a record belongs to decides whether it is shown. */
export const ownerField = (model: string): string | undefined => BELONGS_TO.get(model)

/** The row rules of one call. A rule that cannot be applied refuses its model: nothing is shown by mistake. */
export function rowRulesOf(visibility: Visibility, scope: RuleScope): RowRules {
  const known = new Map<string, Promise<Domain>>()
  const schemaOf = (model: string): Promise<ModelSchema> => scope.reader.schema(model, scope.options)

  const domainOf = (model: string): Promise<Domain> => {
    const asked = known.get(model)
    if (asked !== undefined) return asked
    const domain = build(model, new Set()).catch((cause: unknown) => {
      throw cause instanceof VitrineError && BROKEN.has(cause.code) ? notApplicable(model) : cause
    })
    known.set(model, domain)
    return domain
  }

  /** `above` are the models whose rules are being built: second names go both ways between products and templates. */
  const build = async (model: string, above: ReadonlySet<string>): Promise<Domain> => {
    const { rows } = visibility.policy
    const parts: (readonly DomainItem[])[] = []
    const rule = Object.hasOwn(rows, model) ? rows[model] : undefined
    if (rule !== undefined) parts.push(await checkedRule(model, rule))
    for (const name of secondNamesOf(model)) {
      if (!visibility.hasRule(name.of) || above.has(name.of)) continue
      const inner = await build(name.of, new Set([...above, model]))
      if (inner.length > 0) parts.push(await atSecondName(model, name, inner))
    }
    const owner = ownerField(model)
    if (owner !== undefined) parts.push(await ofShownOwners(model, owner))
    return parts.flatMap(asOneTerm)
  }

  const checkedRule = async (model: string, rule: readonly unknown[]): Promise<Domain> => {
    const domainScope: DomainScope = {
      model,
      schema: schemaOf,
      version: scope.version,
      guard: () => undefined,
      searchesNames: (named) => scope.reader.searchesNames(named, scope.options),
      nowMs: scope.nowMs,
      timeZone: scope.timeZone,
    }
    const { domain } = await checkDomain(rule, domainScope)
    if (domain.length === 0) throw notApplicable(model)
    return domain
  }

  const atSecondName = async (model: string, { of, via, isOptional }: SecondName, inner: Domain): Promise<readonly DomainItem[]> => {
    const field = (await schemaOf(model)).fields.get(via)
    // Without the field there is no such second name in this Odoo, save where it is the same record by its id.
    if (field === undefined && model !== 'hr.employee.public' && isOptional === true) return []
    if (field?.relation !== of || !field.searchable) throw notApplicable(model)
    const isSingle = field.type === 'many2one'
    if (scope.version.major < ANY_SINCE && !isSingle && inner.length > 1) throw notApplicable(model)
    const inside: Domain = scope.version.major < ANY_SINCE ? asOneTerm(behind(via, inner)) : [[via, 'any', [...(await archivedToo(of)), ...inner]]]
    return isOptional === true ? orOf([[via, '=', false]], inside) : inside
  }

  const archivedToo = async (model: string): Promise<Domain> =>
    (await schemaOf(model)).fields.get('active')?.type === 'boolean' ? [['active', 'in', [true, false]]] : []

  /** Messages and files of hidden records are hidden with them; of a model with a rule all are, since which ones cannot be told. */
  const ofShownOwners = async (model: string, owner: string): Promise<readonly DomainItem[]> => {
    if (!(await schemaOf(model)).fields.has(owner)) return []
    const { hide, others } = visibility.policy.models
    if (others === 'allow') return [[owner, 'not in', [...new Set([...hide, ...visibility.modelsWithRules])]]]
    const shown = scope.models.filter((one) => visibility.isModelShown(one) && !visibility.hasRule(one))
    return orOf([[owner, '=', false]], [[owner, 'in', shown]])
  }

  return { isRuled: (model) => visibility.isRuled(model), domainOf }
}

const BROKEN: ReadonlySet<string> = new Set(['invalid_domain', 'unknown_field', 'unknown_model', 'restricted_field', 'not_allowed_by_policy', 'access_denied_by_odoo'])

function notApplicable(model: string): VitrineError {
  return new VitrineError(
    'not_allowed_by_policy',
    `Records of ${model} cannot be read, because the user's rule for which of them may be seen cannot be applied in this Odoo.`,
    { hint: 'Tell the user: the rule stands in Vitrine, in the policy of this client.' },
  )
}
