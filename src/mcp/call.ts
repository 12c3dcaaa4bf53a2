import { VitrineError } from '../errors/vitrine-error'
import { nearestNames } from '../odoo/nearest-names'
import type { RowRules } from '../odoo/domain-confined'
import type { CallContext, CallOptions, Domain, ModelSchema, OdooReader, OdooUser, OdooVersion, WireCall } from '../odoo/port'
import { judgeModel } from '../policy/decide'
import { chooseConnection, connectionSaid } from './chosen-connection'
import type { McpDeps, OdooAccess } from './deps'
import { knownFacts, loadFacts } from './facts'
import { askConsent } from './ask-consent'
import { isModelName } from './arguments'
import { rowRulesOf, secondNamesOf } from './row-rules'
import { isRefusalOfNames, isSameSchema, mayBeOutdated, mayLookAgain } from './outdated-schema'
import { Trail } from './trail'
import { Visibility } from './visibility'

/** An open connection, and what is known about it. */
export interface Session extends OdooAccess {
  readonly user: OdooUser
  readonly version: OdooVersion
}

interface UsedSchema {
  readonly schema: ModelSchema
  readonly options: CallOptions
  readonly isNew: boolean
}

/** One tool call under way: the policy it began with, the way to Odoo, and what will be noted about it. */
export class Call {
  readonly deps: McpDeps
  readonly visibility: Visibility
  readonly trail: Trail
  readonly signal: AbortSignal
  /** Schemas that this call goes by, and whether they were asked for only now. */
  readonly #schemas = new Map<string, UsedSchema>()
  #reader: OdooReader | undefined
  #language: string | undefined
  readonly #connection: string | undefined
  /** Connection and model of what the user has agreed to, for this call at least. */
  readonly #agreed = new Set<string>()
  /** Which records may be looked at; absent as long as all may, and until the connection is open. */
  rows: RowRules | undefined

  /** `connection` is the name that the client gave; without one the active connection is asked. */
  constructor(deps: McpDeps, signal: AbortSignal, connection?: string) {
    this.deps = deps
    this.#connection = connection
    this.signal = signal
    this.trail = new Trail(deps.host)
    this.visibility = new Visibility(deps.policy(), {
      isGranted: (model) => this.#agreed.has(`${this.trail.connectionId} ${model}`) || deps.granted?.(model, this.trail.connectionId) === true,
      canAsk: deps.consent !== undefined,
    })
  }

  /** Options for a request to Odoo that belongs to this call. */
  options(context?: CallContext): CallOptions {
    return {
      signal: this.signal,
      onWireCall: (sent) => {
        this.trail.sent(sent)
      },
      ...(context !== undefined && { context }),
    }
  }

  /**
   * The connection that the client named, or the active one. Chosen anew each time, since the user may switch while a call begins
   * again. Throws `disconnected` when there is none, `invalid_domain` for a name that does not tell which.
   */
  async #access(): Promise<OdooAccess> {
    const { other } = chooseConnection(this.deps, this.#connection)
    if (other !== undefined) this.trail.connectionId = other.connectionId
    const access = other === undefined ? this.deps.access() : await other.open()
    this.trail.connectionId = access.connectionId
    this.trail.connectionName = this.deps.connectionNames().length > 1 ? connectionSaid(access.connectionName) : undefined
    return access
  }

  /** Checks the model against the policy, then opens the connection. Asks the user first, and waits, where the policy says so. */
  async open(model?: string, args?: object): Promise<Session> {
    if (model !== undefined) this.trail.model = model
    const access = await this.#access()
    const { consent } = this.deps
    const asks = model !== undefined && consent !== undefined && judgeModel(this.visibility.policy, model).status === 'asks'
    if (model !== undefined && !asks) this.visibility.requireModel(model)
    this.#reader = access.reader
    const facts = knownFacts(access.reader) ?? (await loadFacts(access.reader, this.options()))
    this.#language = facts.user.lang
    this.trail.odooUser = facts.user.login
    if (model !== undefined) this.trail.modelLabel = facts.labels.get(model)
    const session = { ...access, user: facts.user, version: facts.version }
    this.rows = this.#rowsOf(session, [...facts.labels.keys()])
    const agreement = `${access.connectionId} ${model ?? ''}`
    if (asks && !this.#agreed.has(agreement)) {
      this.trail.consent = await askConsent(this, session, model, args ?? {}, consent)
      this.#agreed.add(agreement)
    }
    return session
  }

  #rowsOf({ reader, user, version }: Session, models: readonly string[]): RowRules | undefined {
    const { visibility, deps } = this
    const { hide, others } = visibility.policy.models
    if (!visibility.hasRules && others === 'allow' && hide.length === 0) return undefined
    const { lang, tz, companies } = user
    const options = this.options({ ...(lang !== '' && { lang }), tz, allowed_company_ids: companies.map(({ id }) => id) })
    return rowRulesOf(visibility, { reader, version, timeZone: tz, nowMs: deps.host.now(), options, models })
  }

  /** What must hold for the records of a model besides what the client asks for; empty for most. */
  async rowsShown(model: string): Promise<Domain> {
    return this.rows?.isRuled(model) === true ? this.rows.domainOf(model) : []
  }

  /**
   * The fields of a model that the policy allows. Throws `not_allowed_by_policy`, or `unknown_model` with the nearest names
   * that may be shown.
   */
  async schema(model: string, context?: CallContext): Promise<ModelSchema> {
    const reader = this.#reader
    if (reader === undefined) throw new Error('A schema was asked for before the connection was opened.')
    this.visibility.requireModel(model)
    const lang = context?.lang ?? this.#language
    const options = this.options(lang === undefined ? undefined : { lang })
    let isNew = false
    const onWireCall = (sent: WireCall): void => {
      isNew = true
      options.onWireCall?.(sent)
    }
    try {
      const schema = await reader.schema(model, { ...options, onWireCall })
      const known = this.#schemas.get(`${model} ${lang ?? ''}`)
      this.#schemas.set(`${model} ${lang ?? ''}`, { schema, options, isNew: isNew || known?.isNew === true })
      if (this.visibility.needsLearning) this.visibility.learn(schema, await this.#inherited(reader, schema, options))
      return schema
    } catch (cause) {
      if (cause instanceof VitrineError && cause.code === 'unknown_model') throw await this.#unknownModel(reader, model)
      throw cause
    }
  }

  /**
   * After an error that an outdated schema may have caused: fetches those that this call took from the cache once more. Whether
   * one of them has changed, so that the call is worth another try.
   */
  async renewSchemas(cause: unknown): Promise<boolean> {
    const reader = this.#reader
    if (reader === undefined || this.signal.aborted || !mayBeOutdated(cause)) return false
    const old = [...this.#schemas.values()].filter(({ isNew, schema: { model } }) =>
      !isNew && (isRefusalOfNames(cause) || mayLookAgain(reader, model, this.deps.host.monotonicMs())))
    const renewed = await Promise.all(
      old.map(async ({ schema, options }) => {
        const fresh = await reader.schema(schema.model, { ...options, fresh: true })
        return !isSameSchema(schema, fresh)
      }),
    )
    this.#schemas.clear()
    return renewed.some((isChanged) => isChanged)
  }

  /** Fields that a model has from another one, under whose rule its records stand as well. */
  async #inherited(reader: OdooReader, { model, fields }: ModelSchema, options: CallOptions): Promise<ReadonlySet<string>> {
    const parents = this.visibility.hasRules ? secondNamesOf(model).filter(({ via, isOptional }) => isOptional !== true && fields.has(via)) : []
    const schemas = await Promise.all(parents.map(({ of }) => reader.schema(of, options)))
    return new Set(schemas.flatMap((parent) => [...parent.fields.values()].filter(({ stored }) => stored).map(({ name }) => name)))
  }

  async #unknownModel(reader: OdooReader, model: string): Promise<VitrineError> {
    const models = await reader.models(this.options(this.#language === undefined ? undefined : { lang: this.#language })).catch(() => [])
    const shown = models.map((one) => one.model).filter((name) => isModelName(name) && this.visibility.isModelListed(name))
    return new VitrineError('unknown_model', `This Odoo has no model '${model}'.`, {
      hint: 'odoo_find_models finds a model by what people call it.',
      suggestions: nearestNames(model, shown, 3),
    })
  }
}
