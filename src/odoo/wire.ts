import type { Host } from '../host/host'
import type { HttpAnswer, HttpClient, HttpRequest } from './http'
import { keyRejected } from './odoo-fault'
import type { ReaderConfig, WireCall } from './port'
import { assertReadOnly, type WireTarget } from './read-methods'

export interface WireOptions {
  readonly signal: AbortSignal
  readonly onWireCall?: ((call: WireCall) => void) | undefined
}

/** Turns an answer into a value while the key is at hand, so that it can be kept out of whatever is said. */
export type ReadAnswer<T> = (answer: HttpAnswer, hide: (text: string) => string) => T

/**
 * The only way to the socket. Each kind of request is built here from names that `assertReadOnly` has passed; there is no
 * parameter for a path or for a method of HTTP.
 */
export interface OdooWire {
  readonly webVersion: <T>(read: ReadAnswer<T>, options: WireOptions) => Promise<T>
  readonly json2: <T>(call: Json2Call, read: ReadAnswer<T>, options: WireOptions) => Promise<T>
  readonly jsonrpc: <T>(call: JsonRpcCall, read: ReadAnswer<T>, options: WireOptions) => Promise<T>
}

interface Json2Call {
  readonly model: string
  readonly method: string
  readonly database: string
  /** Named arguments; always sent as one flat object, since Odoo drops any other body silently and then answers everything. */
  readonly body: Readonly<Record<string, unknown>>
}

type JsonRpcCall =
  | { readonly service: 'db'; readonly method: 'list' }
  | { readonly service: 'common'; readonly method: 'version' }
  | { readonly service: 'common'; readonly method: 'authenticate'; readonly database: string; readonly login: string }
  | {
      readonly service: 'object'
      readonly model: string
      readonly method: string
      readonly database: string
      readonly uid: number
      readonly ids?: readonly number[]
      readonly args: readonly unknown[]
      readonly kwargs: Readonly<Record<string, unknown>>
    }

type WithSecret = ReaderConfig['withSecret']
/** Makes the request, with the key when it needs one, and hands it on. */
type Prepare<T> = (use: (request: HttpRequest, key: string) => Promise<T>) => Promise<T>

export function createOdooWire(http: HttpClient, withSecret: WithSecret, host: Pick<Host, 'monotonicMs'>): OdooWire {
  const send = async <T>(target: WireTarget, prepare: Prepare<T>, read: ReadAnswer<T>, options: WireOptions): Promise<T> =>
    http.exchange(
      (exchange) =>
        prepare(async (request, key) => {
          assertReadOnly(target)
          const started = host.monotonicMs()
          try {
            const answer = await exchange(request)
            return read(answer, hiding(key))
          } finally {
            const model = target.service === 'object' ? target.model : ''
            options.onWireCall?.({ model, method: target.method, ms: host.monotonicMs() - started })
          }
        }),
      options.signal,
    )

  return {
    webVersion: (read, options) =>
      send({ service: 'web', method: 'version' }, (use) => use({ method: 'GET', path: '/web/version', headers: {} }, ''), read, options),

    json2: async ({ model, method, database, body }, read, options) => {
      const target = { service: 'object', model, method, ...idsOf(body.ids), fields: body.fields } as const
      // Checked before the queue and the keychain as well: what is refused must reach neither.
      assertReadOnly(target)
      return send(
        target,
        (use) =>
          withSecret((key) => {
            // What cannot stand in a header is no key, and Node's own error would quote it.
            if (!/^[\x21-\x7e]+$/.test(key)) throw keyRejected()
            return use(
              {
                method: 'POST',
                path: `/json/2/${model}/${method}`,
                headers: { authorization: `bearer ${key}`, ...(database === '' ? {} : { 'x-odoo-database': database }) },
                body: JSON.stringify({ ...body }),
              },
              key,
            )
          }),
        read,
        options,
      )
    },

    jsonrpc: async (call, read, options) => {
      const { service, method } = call
      const target: WireTarget =
        call.service === 'object' ? { service: call.service, model: call.model, method, ...idsOf(call.ids), fields: call.kwargs.fields } : { service: call.service, method }
      assertReadOnly(target)
      const request = (args: readonly unknown[]): HttpRequest => ({
        method: 'POST',
        path: '/jsonrpc',
        headers: {},
        body: JSON.stringify({
          jsonrpc: '2.0',
          method: 'call',
          id: 1,
          params: { service, method: service === 'object' ? 'execute_kw' : method, args },
        }),
      })
      if (call.service === 'db' || (call.service === 'common' && call.method === 'version')) return send(target, (use) => use(request([]), ''), read, options)
      return send(target, (use) => withSecret((key) => use(request(argumentsOf(call, key)), key)), read, options)
    },
  }
}

function argumentsOf(call: Exclude<JsonRpcCall, { readonly method: 'version' | 'list' }>, key: string): readonly unknown[] {
  if (call.service === 'common') return [call.database, call.login, key, {}]
  const args = call.ids === undefined ? call.args : [call.ids, ...call.args]
  return [call.database, call.uid, key, call.model, call.method, args, call.kwargs]
}

/** Ids as the target carries them for the check; anything but numbers becomes an id that the check refuses. */
function idsOf(ids: unknown): { readonly ids?: readonly number[] } {
  if (ids === undefined) return {}
  return { ids: Array.isArray(ids) ? ids.map((id) => (typeof id === 'number' ? id : NaN)) : [NaN] }
}

function hiding(key: string): (text: string) => string {
  return (text) => (key === '' ? text : text.split(key).join('…'))
}
