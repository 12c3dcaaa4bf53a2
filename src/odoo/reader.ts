import { createAgingCache } from './aging-cache'
import { countIn, modelsIn, pairsIn, recordsIn } from './answers'
import {
  availableModelsCall,
  checkAccessRightsCall,
  companiesCall,
  contextGetCall,
  fieldsGetCall,
  hasAccessCall,
  nameSearchCall,
  ownKeysCall,
  ownUserCall,
  readCall,
  searchCountCall,
  searchReadCall,
  type AccessOperation,
} from './calls'
import { createOdooConnection, type OdooConnection, type ReaderHost, type ReaderTuning } from './connection'
import { CHANGE_RIGHTS, type ChangeRight } from '../contract/key-care'
import { createFlights } from './flights'
import { classicGrouping, formattedGrouping, type Grouping } from './groups'
import { unknownModel } from './json2'
import { noNames, OdooFault, strangeAnswer } from './odoo-fault'
import { FIRST_WITH_KEY_EXPIRY, keyExpiryIn } from './own-keys'
import { companiesIn, ownUserIn } from './own-user'
import type { CallContext, CallOptions, Group, GroupQuery, ModelSchema, OdooReader, OdooUser, OwnAccountReader, ReaderConfig } from './port'
import { isRecordId, type ReadCall } from './read-methods'
import { schemaIn } from './schema'
import { onSession, type OpenSession } from './session'
import type { WireOptions } from './wire'

const CACHED_MODELS = 200
const CACHED_LISTS = 8
const CACHE_AGE_MS = 10 * 60_000

/** Nothing is called this, so whatever answers to it does not look at names. */
const NO_ONES_NAME = 'vitrine 4b1f9c7e no record has this name'

type ModelList = Awaited<ReturnType<OdooReader['models']>>

const schemaKey = (model: string, lang: string | undefined): string => `${model} ${lang ?? ''}`

/**
 * The reader of one connection. Opens nothing before it is first asked. Throws `VitrineError` `unreachable` at once when the
 * address is none.
 */
export function createOdooReader(config: ReaderConfig, host: ReaderHost, tuning: ReaderTuning = {}): OwnAccountReader {
  return createReaderOn(createOdooConnection(config, host, tuning), host)
}

export function createReaderOn(connection: OdooConnection, host: Pick<ReaderHost, 'now' | 'monotonicMs'>): OwnAccountReader {
  const { address, session, run, openFlightScope, close } = connection
  const schemas = createAgingCache<ModelSchema>(CACHED_MODELS, CACHE_AGE_MS, host)
  const schemaFlights = createFlights<ModelSchema>(openFlightScope)
  const modelLists = createAgingCache<ModelList>(CACHED_LISTS, CACHE_AGE_MS, host)
  const modelFlights = createFlights<ModelList>(openFlightScope)
  const userFlights = createFlights<OdooUser>(openFlightScope)
  const nameSearches = createAgingCache<{ readonly isSearched: boolean }>(CACHED_MODELS, CACHE_AGE_MS, host)
  const nameFlights = createFlights<boolean>(openFlightScope)
  let knownUser: OdooUser | undefined
  let grouping: Grouping | undefined
  let isClosed = false

  /** What is cached already, for a caller that is still there: without the clock and the signal of a request. */
  const atHand = <T>(known: T | undefined, options: CallOptions | undefined): T | undefined =>
    isClosed || options?.signal?.aborted === true ? undefined : known

  const call = (readOnly: ReadCall, context: CallContext | undefined, options: WireOptions): Promise<unknown> =>
    onSession(session, options, (open) => open.transport.call(readOnly, context, options))

  /** As `call`; tells an unknown model from other refusals, which JSON-RPC gives the same name. */
  const callModel = async (readOnly: ReadCall, context: CallContext | undefined, options: WireOptions): Promise<unknown> => {
    try {
      return await call(readOnly, context, options)
    } catch (error) {
      if (error instanceof OdooFault && error.kind === 'user_error') await schemaOf(readOnly.model, context?.lang, options)
      throw error
    }
  }

  const fetchSchema = async (model: string, lang: string | undefined, options: WireOptions): Promise<ModelSchema> => {
    try {
      return schemaIn(model, await call(fieldsGetCall(model), lang === undefined ? undefined : { lang }, options))
    } catch (error) {
      // The sentence is translated; the name of the model in it is not.
      if (error instanceof OdooFault && error.kind === 'user_error' && error.said.includes(model)) throw unknownModel(model)
      throw error
    }
  }

  const schemaOf = async (model: string, lang: string | undefined, options: WireOptions, fresh?: true): Promise<ModelSchema> => {
    const key = schemaKey(model, lang)
    const known = fresh === true ? undefined : schemas.get(key)
    if (known !== undefined) return known
    return schemaFlights.join(
      `${key} ${fresh === true ? 'fresh' : ''}`,
      async (signal) => {
        const schema = await fetchSchema(model, lang, { ...options, signal })
        schemas.set(key, schema)
        return schema
      },
      options.signal,
    )
  }

  const fetchUser = async (options: WireOptions, fresh: true | undefined): Promise<OdooUser> => {
    const askUser = async (open: OpenSession): Promise<readonly [unknown, unknown]> =>
      Promise.all([
        open.transport.call(ownUserCall(open.uid), undefined, options),
        fresh === true || open.userContext === undefined ? open.transport.call(contextGetCall, undefined, options) : open.userContext,
      ])
    const [record, context] = await onSession(session, options, askUser)
    const { companyIds, ...own } = ownUserIn(record, context)
    const companies = companiesIn(await call(companiesCall(companyIds), { allowed_company_ids: companyIds }, options), companyIds)
    return { ...own, companies }
  }

  /** Tries what the version should know first, and the other one when it does not: the number alone decides nothing. */
  const group = async (query: GroupQuery, context: CallContext | undefined, options: WireOptions): Promise<readonly Group[]> => {
    const { version, transport } = await session.open(options)
    const classic = classicGrouping(version.major)
    const isFormattedLikely = transport.protocol === 'json2' || version.major >= 19
    const first = grouping ?? (isFormattedLikely ? formattedGrouping : classic)
    const ask = async (way: Grouping): Promise<readonly Group[]> => way.read(query, await callModel(way.call(query), context, options))
    try {
      return await ask(first)
    } catch (error) {
      if (!(error instanceof OdooFault) || (error.kind !== 'no_method' && error.kind !== 'not_found')) throw error
      // JSON-2 says the same of an unknown model: this throws then.
      if (error.kind === 'not_found') await schemaOf(query.model, context?.lang, options)
      const second = first === formattedGrouping ? classic : formattedGrouping
      const groups = await ask(second).catch((again: unknown) => {
        throw again instanceof OdooFault && (again.kind === 'no_method' || again.kind === 'not_found') ? error : again
      })
      grouping = second
      return groups
    }
  }

  const mayDo = async (operation: AccessOperation, model: string, options: WireOptions): Promise<boolean> => {
    const { version, transport } = await session.open(options)
    const ways = [hasAccessCall(model, operation), checkAccessRightsCall(model, operation)] as const
    const [first, second] = transport.protocol === 'json2' || version.major >= 18 ? ways : ([ways[1], ways[0]] as const)
    try {
      return (await callModel(first, undefined, options)) === true
    } catch (error) {
      if (!(error instanceof OdooFault) || error.kind !== 'no_method') throw error
      return (await callModel(second, undefined, options)) === true
    }
  }

  const searchesNames = async (model: string, context: CallContext | undefined, options: WireOptions): Promise<boolean> => {
    const known = nameSearches.get(model)
    if (known !== undefined) return known.isSearched
    return nameFlights.join(
      model,
      async (signal) => {
        const isSearched = await looksForName(model, context, { ...options, signal })
        nameSearches.set(model, { isSearched })
        return isSearched
      },
      options.signal,
    )
  }

  const looksForName = async (model: string, context: CallContext | undefined, options: WireOptions): Promise<boolean> => {
    // In all companies, archived records too: what is learnt holds for every later question.
    const companies = knownUser === undefined ? {} : { allowed_company_ids: knownUser.companies.map(({ id }) => id) }
    const everywhere = { ...context, ...companies, active_test: false }
    try {
      return pairsIn(await callModel(nameSearchCall(model, NO_ONES_NAME, [], 1), everywhere, options)).length === 0
    } catch (error) {
      // Odoo 19 says of some models itself that they have no names.
      if (error instanceof OdooFault && error.kind === 'not_understood') return false
      throw error
    }
  }

  return {
    url: address.url,

    server: (options) =>
      run(options, async (wireOptions) => {
        const { version, transport, database } = await session.open(wireOptions)
        return { version, protocol: transport.protocol, database }
      }),

    user: (options) =>
      run(options, async (wireOptions) => {
        const fresh = options?.fresh
        if (knownUser !== undefined && fresh !== true) return knownUser
        return userFlights.join(
          fresh === true ? 'fresh' : 'known',
          async (signal) => (knownUser = await fetchUser({ ...wireOptions, signal }, fresh)),
          wireOptions.signal,
        )
      }),

    schema: async (model, options) =>
      (options?.fresh === true ? undefined : atHand(schemas.get(schemaKey(model, options?.context?.lang)), options)) ??
      run(options, (wireOptions) => schemaOf(model, options?.context?.lang, wireOptions, options?.fresh)),

    models: async (options) =>
      atHand(modelLists.get(options?.context?.lang ?? ''), options) ??
      run(options, async (wireOptions) => {
        const lang = options?.context?.lang
        const key = lang ?? ''
        return (
          modelLists.get(key) ??
          modelFlights.join(
            key,
            async (signal) => {
              const models = modelsIn(await call(availableModelsCall, lang === undefined ? undefined : { lang }, { ...wireOptions, signal }))
              modelLists.set(key, models)
              return models
            },
            wireOptions.signal,
          )
        )
      }),

    canRead: (model, options) => run(options, (wireOptions) => mayDo('read', model, wireOptions)),

    mayChange: (model, options) =>
      run(options, async (wireOptions) => {
        const allowed: ChangeRight[] = []
        // One after the other: it is never urgent, and clients wait for the same few sockets.
        for (const right of CHANGE_RIGHTS) if (await mayDo(right, model, wireOptions)) allowed.push(right)
        return allowed
      }),

    keyExpiry: (options) =>
      run(options, async (wireOptions) => {
        const { version } = await session.open(wireOptions)
        if (version.major < FIRST_WITH_KEY_EXPIRY) return { kind: 'unknown' }
        const keys = await onSession(session, wireOptions, (open) => open.transport.call(ownKeysCall(open.uid), undefined, wireOptions))
        return keyExpiryIn(keys, host.now())
      }),

    searchesNames: (model, options) => run(options, (wireOptions) => searchesNames(model, options?.context, wireOptions)),

    searchRead: (query, options) =>
      run(options, async (wireOptions) => {
        const records = recordsIn(await callModel(searchReadCall(query), options?.context, wireOptions))
        // No Odoo answers more than was asked for: these may be any records.
        if (records.length > query.limit) throw strangeAnswer()
        return records
      }),

    searchCount: (model, domain, options) =>
      run(options, async (wireOptions) => countIn(await callModel(searchCountCall(model, domain), options?.context, wireOptions))),

    read: (model, ids, fields, options) =>
      run(options, async (wireOptions) => {
        const wanted = [...new Set(ids)]
        // Odoo takes a call without ids for one about nothing, and still needs the login for it.
        if (wanted.length === 0) return []
        const records = recordsIn(await callModel(readCall(model, wanted, fields), options?.context, wireOptions))
        const byId = new Map(records.map((record) => [record.id, record]))
        return wanted.filter(isRecordId).flatMap((id) => byId.get(id) ?? [])
      }),

    nameSearch: ({ model, name, domain, limit }, options) =>
      run(options, async (wireOptions) => {
        if (!(await searchesNames(model, options?.context, wireOptions))) throw noNames(model)
        return pairsIn(await callModel(nameSearchCall(model, name, domain, limit), options?.context, wireOptions))
      }),

    group: (query, options) => run(options, (wireOptions) => group(query, options?.context, wireOptions)),

    close: () => {
      isClosed = true
      close()
    },
  }
}
