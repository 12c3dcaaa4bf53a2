import type { Host } from '../host/host'
import { createFlights } from './flights'
import { createJson2Transport } from './json2'
import { createJsonRpc, isDatabaseName } from './jsonrpc'
import { OdooFault, databaseNotFound, isJson, parseJson, statusFault, strangeAnswer } from './odoo-fault'
import type { OdooVersion, ReaderConfig } from './port'
import { isRecordId } from './read-methods'
import type { Scope } from './scope'
import type { Transport } from './transport'
import { databaseOfOdooOnline, isOdooOnline, type OdooUrl } from './url'
import { parseOdooVersion } from './version'
import type { OdooWire, WireOptions } from './wire'

/** An Odoo that has been found, and a key that it has accepted. */
export interface OpenSession {
  readonly version: OdooVersion
  readonly transport: Transport
  readonly database: string
  readonly uid: number
  /** What `context_get` said when it served as the probe; absent where something else did. */
  readonly userContext?: unknown
}

export interface Session {
  /** Finds an Odoo and its version; needs no key. Found once; a failure is not remembered. */
  readonly version: (options: WireOptions) => Promise<OdooVersion>
  /**
   * Names of the server's databases, with an Odoo found first; undefined where it does not tell, as many do not (`list_db`). Odoo Online
   * is not asked: it needs no name, or its address says it.
   */
  readonly databases: (options: WireOptions) => Promise<readonly string[] | undefined>
  /** Chooses the protocol and logs in. Concurrent callers share one login. */
  readonly open: (options: WireOptions) => Promise<OpenSession>
  /** To be called when the server no longer answers as `stale` did: the next `open` looks again. */
  readonly forget: (stale: OpenSession) => void
}

export interface SessionOptions {
  readonly address: OdooUrl
  readonly config: Pick<ReaderConfig, 'database' | 'login'>
  readonly wire: OdooWire
  readonly host: Pick<Host, 'now'>
  readonly openFlightScope: () => Scope
}

/** JSON-2 came with this version; whether it really answers is tried all the same. */
export const FIRST_WITH_JSON2 = 19
/** Before, an empty name opens the default of Odoo's database server, which often is the only one there. */
export const FIRST_WITH_DATABASE_NAME = 18

export function createSession({ address, config, wire, host, openFlightScope }: SessionOptions): Session {
  const isOnline = isOdooOnline(address)
  const named = config.database.trim()
  const json2 = createJson2Transport({ wire, database: named, isOnline, host })
  const jsonrpc = createJsonRpc({ wire, isOnline, host })
  const versions = createFlights<OdooVersion>(openFlightScope)
  const openings = createFlights<OpenSession>(openFlightScope)
  let version: OdooVersion | undefined
  let current: OpenSession | undefined

  const findVersion = async (options: WireOptions): Promise<OdooVersion> => {
    const told = await wire.webVersion((answer) => {
      const fault = statusFault(answer, host.now())
      // A redirect here only says that this is an Odoo before 19, or not one at all; the next question tells.
      if (fault !== undefined && fault.kind !== 'no_endpoint') throw fault
      if (answer.status !== 200 || !isJson(answer)) return undefined
      return parseOdooVersion((parseJson(answer.body) as { readonly version?: unknown } | null)?.version)
    }, options)
    const found = told ?? parseOdooVersion(await jsonrpc.version(options))
    if (found === undefined) throw strangeAnswer()
    return found
  }

  const openJson2 = async (found: OdooVersion, options: WireOptions): Promise<OpenSession> => {
    const userContext = await json2.call({ model: 'res.users', method: 'context_get', named: {} }, undefined, options)
    const uid = (userContext as { readonly uid?: unknown } | null)?.uid
    if (!isRecordId(uid)) throw strangeAnswer()
    return { version: found, transport: json2, database: named, uid, userContext }
  }

  const openJsonRpc = async (found: OdooVersion, options: WireOptions): Promise<OpenSession> => {
    const database = named === '' ? (databaseOfOdooOnline(address) ?? '') : named
    if (database === '' && found.major >= FIRST_WITH_DATABASE_NAME) throw databaseNotFound('')
    const uid = await jsonrpc.authenticate(database, config.login, options).catch((error: unknown) => {
      const isAboutTheDatabase = database === '' && error instanceof OdooFault && error.code !== 'key_rejected' && error.kind !== 'no_endpoint'
      throw isAboutTheDatabase ? databaseNotFound('') : error
    })
    return { version: found, transport: jsonrpc.transport(database, uid), database, uid }
  }

  const login = async (options: WireOptions): Promise<OpenSession> => {
    if (named !== '' && !isDatabaseName(named)) throw databaseNotFound(named)
    const found = await session.version(options)
    if (found.major < FIRST_WITH_JSON2) return openJsonRpc(found, options)
    try {
      return await openJson2(found, options)
    } catch (error) {
      if (!(error instanceof OdooFault) || error.kind !== 'no_endpoint') throw error
      // Either JSON-2 is walled off here, or this is how Odoo says that the database does not exist: JSON-RPC knows.
      if (named === '') throw error
      try {
        return await openJsonRpc(found, options)
      } catch (second) {
        throw second instanceof OdooFault && second.kind === 'no_endpoint' ? error : second
      }
    }
  }

  const session: Session = {
    version: async (options) =>
      version ??
      versions.join('version', async (signal) => (version = await findVersion({ ...options, signal })), options.signal),
    databases: async (options) => {
      await session.version(options)
      if (isOnline) return undefined
      return jsonrpc.databases(options).catch((error: unknown) => {
        if (error instanceof OdooFault) return undefined
        throw error
      })
    },
    open: async (options) =>
      current ??
      openings.join('open', async (signal) => (current = await login({ ...options, signal })), options.signal),
    forget: (stale) => {
      if (current !== stale) return
      current = undefined
      version = undefined
    },
  }
  return session
}

/**
 * Runs a call on the open session, and once more when the session turns out to be outdated: the protocol is gone (the server was
 * upgraded, or its database renamed), or JSON-RPC refuses the key (the user id may be another one now).
 */
export async function onSession<T>(session: Session, options: WireOptions, call: (open: OpenSession) => Promise<T>): Promise<T> {
  const open = await session.open(options)
  try {
    return await call(open)
  } catch (error) {
    if (!(error instanceof OdooFault)) throw error
    const isGone = error.kind === 'no_endpoint'
    const mayBeAnotherUser = error.kind === 'denied' && open.transport.protocol === 'jsonrpc'
    if (!isGone && !mayBeAnotherUser) throw error
    session.forget(open)
    const renewed = await session.open(options)
    if (mayBeAnotherUser && renewed.uid === open.uid && renewed.transport.protocol === 'jsonrpc') throw error
    return call(renewed)
  }
}
