import * as http from 'node:http'
import * as https from 'node:https'
import type { OdooAddress } from './programs'

/** Odoo as a script of a few lines would ask it: keep-alive, no checks, the answer parsed once. */
export interface PlainClient {
  /** `ids` and everything else by name, as JSON-2 takes it. */
  readonly call: (model: string, method: string, args: PlainArguments) => Promise<unknown>
  /** Groups records in the way of this server's version. */
  readonly group: (model: string, domain: unknown, groupBy: readonly string[], measures: readonly string[]) => Promise<unknown>
  readonly close: () => void
}

export type PlainArguments = Readonly<Record<string, unknown>>

interface Exchange {
  readonly path: string
  readonly method: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** JSON-2 where the server speaks it, JSON-RPC otherwise. Rejects when it cannot log in. */
export async function plainClient(odoo: OdooAddress, maxSockets: number): Promise<PlainClient> {
  const { url, db, login, apiKey } = odoo
  const isSecure = url.startsWith('https:')
  const agent = new (isSecure ? https : http).Agent({ keepAlive: true, maxSockets })

  const send = ({ path, method, headers = {}, body }: Exchange): Promise<{ readonly status: number; readonly text: string }> =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? '' : JSON.stringify(body)
      const outgoing = (isSecure ? https : http).request(
        `${url.replace(/\/+$/, '')}${path}`,
        { agent, method, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers } },
        (answer) => {
          const pieces: Buffer[] = []
          answer.on('data', (piece: Buffer) => pieces.push(piece))
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(pieces).toString('utf8') }))
        },
      )
      outgoing.on('error', reject)
      outgoing.end(text)
    })

  const rpc = async (service: string, method: string, args: readonly unknown[]): Promise<unknown> => {
    const { text } = await send({ path: '/jsonrpc', method: 'POST', body: { jsonrpc: '2.0', method: 'call', id: 1, params: { service, method, args } } })
    const { result, error } = JSON.parse(text) as { result?: unknown; error?: { data?: { name?: string } } }
    if (error !== undefined) throw new Error(`${method}: ${error.data?.name ?? 'an error'}`)
    return result
  }

  const bearer = { authorization: `bearer ${apiKey}`, 'x-odoo-database': db }
  const json2: PlainClient['call'] = async (model, method, args) => {
    const { status, text } = await send({ path: `/json/2/${model}/${method}`, method: 'POST', headers: bearer, body: args })
    if (status === 200) return JSON.parse(text)
    throw new Error(`${model}.${method}: ${String(status)}`)
  }
  const close = (): void => agent.destroy()

  if ((await send({ path: '/web/version', method: 'GET' })).status === 200) {
    return {
      call: json2,
      group: (model, domain, groupby, measures) => json2(model, 'formatted_read_group', { domain, groupby, aggregates: [...measures, '__count'] }),
      close,
    }
  }
  const uid = await rpc('common', 'authenticate', [db, login, apiKey, {}])
  if (typeof uid !== 'number') throw new Error('The key was not accepted.')
  const call: PlainClient['call'] = (model, method, { ids, ...named }) =>
    rpc('object', 'execute_kw', [db, uid, apiKey, model, method, ids === undefined ? [] : [ids], named])
  return {
    call,
    group: (model, domain, groupby, measures) => call(model, 'read_group', { domain, groupby, fields: ['__count', ...measures], lazy: false }),
    close,
  }
}
