import type { Host } from '../host/host'
import { faultByName, isJson, keyRejected, odooErrorOf, parseJson, statusFault, strangeAnswer, webPage } from './odoo-fault'
import type { ReadCall } from './read-methods'
import { contextArgument, type Transport } from './transport'
import type { OdooWire, ReadAnswer, WireOptions } from './wire'

export interface JsonRpcOptions {
  readonly wire: OdooWire
  readonly isOnline: boolean
  readonly host: Pick<Host, 'now'>
}

const DATABASE_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/

/** Odoo's external API up to version 21: `POST /jsonrpc`, always status 200, failures in the body. */
export interface JsonRpc {
  /** `common.version`: needs neither database nor key. Answers the server's version text, whatever its type. */
  readonly version: (options: WireOptions) => Promise<unknown>
  /** Names of the server's databases; needs no key. Throws `OdooFault` where the server keeps them to itself. */
  readonly databases: (options: WireOptions) => Promise<readonly string[]>
  /** The user id of login and key; costs Odoo several hundred milliseconds. Throws `key_rejected` or `database_not_found`. */
  readonly authenticate: (database: string, login: string, options: WireOptions) => Promise<number>
  readonly transport: (database: string, uid: number) => Transport
}

export function createJsonRpc({ wire, isOnline, host }: JsonRpcOptions): JsonRpc {
  const read =
    (model: string): ReadAnswer<unknown> =>
    (answer, hide) => {
      const fault = statusFault(answer, host.now())
      if (fault !== undefined) throw fault
      if (!isJson(answer)) throw webPage()
      const envelope = parseJson(answer.body)
      if (typeof envelope !== 'object' || envelope === null || !('jsonrpc' in envelope)) throw strangeAnswer()
      if ('error' in envelope) {
        const { error } = envelope
        throw faultByName(odooErrorOf((error as { readonly data?: unknown } | null)?.data), model, isOnline, hide)
      }
      // A method that returns nothing gives neither a result nor an error.
      return 'result' in envelope ? envelope.result : null
    }

  return {
    version: async (options) => {
      const value = await wire.jsonrpc({ service: 'common', method: 'version' }, read(''), options)
      return (value as { readonly server_version?: unknown } | null)?.server_version
    },

    databases: async (options) => {
      const names = await wire.jsonrpc({ service: 'db', method: 'list' }, read(''), options)
      if (!Array.isArray(names)) throw strangeAnswer()
      return names.filter(isDatabaseName)
    },

    authenticate: async (database, login, options) => {
      const uid = await wire.jsonrpc({ service: 'common', method: 'authenticate', database, login }, read(''), options)
      if (uid === false || uid === null) throw keyRejected({ isOnline })
      if (typeof uid !== 'number' || !Number.isSafeInteger(uid) || uid < 1) throw strangeAnswer()
      return uid
    },

    transport: (database, uid) => ({
      protocol: 'jsonrpc',
      call: (call, context, options) =>
        wire.jsonrpc(
          {
            service: 'object',
            model: call.model,
            method: call.method,
            database,
            uid,
            ...(call.ids === undefined ? {} : { ids: call.ids }),
            args: (call.positional ?? []).map((name) => call.named[name]),
            kwargs: { ...keywordsOf(call), ...contextArgument(context) },
          },
          read(call.model),
          options,
        ),
    }),
  }
}

/** What can be the name of a database, and stand in a header. */
export function isDatabaseName(name: unknown): name is string {
  return typeof name === 'string' && DATABASE_NAME.test(name)
}

function keywordsOf({ named, positional = [] }: ReadCall): Record<string, unknown> {
  return Object.fromEntries(Object.entries(named).filter(([name]) => !positional.includes(name)))
}
