import { VitrineError } from '../errors/vitrine-error'
import { nearestNames } from '../odoo/nearest-names'
import type { CallContext, CallOptions, ModelSchema, OdooReader, OdooUser, OdooVersion, WireCall } from '../odoo/port'
import { chooseConnection, connectionSaid } from './chosen-connection'
import type { McpDeps, OdooAccess } from './deps'
import { knownFacts, loadFacts } from './facts'
import { isModelName } from './arguments'
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

  /** `connection` is the name that the client gave; without one the active connection is asked. */
  constructor(deps: McpDeps, signal: AbortSignal, connection?: string) {
    this.deps = deps
    this.#connection = connection
    this.signal = signal
    this.trail = new Trail(deps.host)
    this.visibility = new Visibility(deps.policy())
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

  /** Checks the model against the policy, then opens the connection. */
  async open(model?: string): Promise<Session> {
    if (model !== undefined) this.trail.model = model
    const access = await this.#access()
    if (model !== undefined) this.visibility.requireModel(model)
    this.#reader = access.reader
    const facts = knownFacts(access.reader) ?? (await loadFacts(access.reader, this.options()))
    this.#language = facts.user.lang
    this.trail.odooUser = facts.user.login
    if (model !== undefined) this.trail.modelLabel = facts.labels.get(model)
    return { ...access, user: facts.user, version: facts.version }
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

  async #unknownModel(reader: OdooReader, model: string): Promise<VitrineError> {
    const models = await reader.models(this.options(this.#language === undefined ? undefined : { lang: this.#language })).catch(() => [])
    const shown = models.map((one) => one.model).filter((name) => isModelName(name) && this.visibility.isModelShown(name))
    return new VitrineError('unknown_model', `This Odoo has no model '${model}'.`, {
      hint: 'odoo_find_models finds a model by what people call it.',
      suggestions: nearestNames(model, shown, 3),
    })
  }
}
