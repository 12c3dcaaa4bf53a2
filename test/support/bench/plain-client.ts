import { Agent, request } from 'node:http'
import type { SampleAddress } from './programs'

/** One JSON-2 call as a script of a few lines would make it: keep-alive, no checks, the answer parsed once. */
export interface PlainClient {
  readonly call: (model: string, method: string, args: object) => Promise<unknown>
  readonly close: () => void
}

export function plainClient({ url, db, apiKey }: SampleAddress): PlainClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const headers = { authorization: `bearer ${apiKey}`, 'x-odoo-database': db, 'content-type': 'application/json' }
  return {
    call: (model, method, args) =>
      new Promise((resolve, reject) => {
        const body = JSON.stringify(args)
        const outgoing = request(
          `${url}/json/2/${model}/${method}`,
          { agent, method: 'POST', headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
          (answer) => {
            const pieces: Buffer[] = []
            answer.on('data', (piece: Buffer) => pieces.push(piece))
            answer.on('end', () => {
              const text = Buffer.concat(pieces).toString('utf8')
              if (answer.statusCode === 200) resolve(JSON.parse(text))
              else reject(new Error(`${model}.${method}: ${answer.statusCode} ${text.slice(0, 300)}`))
            })
          },
        )
        outgoing.on('error', reject)
        outgoing.end(body)
      }),
    close: () => agent.destroy(),
  }
}
