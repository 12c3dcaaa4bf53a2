import { request, type IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'

export interface HttpAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Question {
  readonly port: number
  readonly address?: string
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export const INITIALIZE = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test client', version: '1' } },
})

/** The headers of a client as it should be. */
export function headersOf(key: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { Authorization: `Bearer ${key}`, Accept: 'application/json, text/event-stream', 'Content-Type': 'application/json', ...more }
}

/** Asks once, on a connection of its own, what a test wants asked and as it wants it. Rejects when the connection breaks. */
export function ask({ port, address = '127.0.0.1', method = 'POST', path = '/mcp', headers = {}, body }: Question): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: address, port, method, path, headers, agent: false }, (response) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('error', reject)
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces).toString('utf8') })
      })
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

/** Sends these bytes and waits until the other side ends the connection; resolves with what it said. */
export function sendRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (piece) => pieces.push(piece))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      resolve(Buffer.concat(pieces).toString('utf8'))
    })
  })
}
