import type { Socket } from 'node:net'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
import { createLineBuffer } from './line-buffer'

/** A message of a client may not be longer: the longest filter allowed is far below. Bytes. */
export const LONGEST_MESSAGE = 16 * 1024 * 1024

const lineFeed = 10

/**
 * MCP over a connected socket: one JSON-RPC message a line, as over standard input and output.
 *
 * A line that is no JSON object is answered with a JSON-RPC error and the conversation goes on; one that is too long ends
 * it, because nothing can tell how much more is to come. `send` resolves when the socket can take more, so whoever
 * awaits it never piles up answers for a client that does not read.
 */
export class SocketTransport implements Transport {
  onclose?: Transport['onclose']
  onerror?: Transport['onerror']
  onmessage?: Transport['onmessage']
  readonly #socket: Socket
  readonly #lines = createLineBuffer(LONGEST_MESSAGE)
  #state: 'new' | 'open' | 'closed' = 'new'
  /** One wait for all that send while the socket is full. */
  #drained: Promise<void> | null = null

  /** The socket must be paused: nothing may be read from it before `start`. */
  constructor(socket: Socket) {
    this.#socket = socket
    socket.on('error', (error) => this.onerror?.(error))
    socket.once('close', () => this.#ended())
  }

  // Every method of the SDK's transport answers a promise.
  start(): Promise<void> {
    if (this.#state === 'new') {
      this.#state = 'open'
      this.#socket.on('data', (piece: Buffer) => this.#received(piece))
      this.#socket.resume()
    }
    return Promise.resolve()
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (this.#state === 'closed' || this.#socket.destroyed) throw new Error('The client is gone.')
    if (this.#socket.write(`${JSON.stringify(message)}\n`)) return
    // Who does not read answers asks no more questions: theirs would be kept here for as long as they like.
    this.#socket.pause()
    this.#drained ??= this.#untilDrained()
    await this.#drained
  }

  /** Sends what is still to be sent and closes. */
  close(): Promise<void> {
    this.#socket.destroySoon()
    this.#ended()
    return Promise.resolve()
  }

  #untilDrained(): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        this.#drained = null
        this.#socket.off('drain', settle)
        this.#socket.off('close', settle)
        if (this.#socket.destroyed) return reject(new Error('The client is gone.'))
        this.#socket.resume()
        resolve()
      }
      this.#socket.on('drain', settle)
      this.#socket.on('close', settle)
    })
  }

  #ended(): void {
    if (this.#state === 'closed') return
    this.#state = 'closed'
    this.onclose?.()
  }

  #received(piece: Buffer): void {
    const { lines, overflow } = this.#lines.push(piece)
    for (const line of lines) this.#dispatch(line)
    if (!overflow || this.#state === 'closed') return
    this.onerror?.(new Error('A message was too long.'))
    this.#answerUnreadable(-32600, `A message may have ${LONGEST_MESSAGE} bytes at most.`)
    void this.close()
  }

  #dispatch(line: Buffer): void {
    if (this.#state === 'closed' || isBlank(line)) return
    const message = parseObject(line)
    if (message === null) {
      this.onerror?.(new Error('A line was no JSON object.'))
      this.#answerUnreadable(-32700, 'This line is no JSON object.')
      return
    }
    // What kind of message it is, and whether it is a valid one, the SDK's protocol layer checks.
    this.onmessage?.(message as unknown as JSONRPCMessage)
  }

  /** Without an id: there is none to name, and clients check answers against a schema that knows no null here. */
  #answerUnreadable(code: number, message: string): void {
    if (this.#socket.writable) this.#socket.write(`${JSON.stringify({ jsonrpc: '2.0', error: { code, message } })}\n`)
  }
}

function isBlank(line: Buffer): boolean {
  return line.every((byte) => byte === 32 || byte === 9 || byte === lineFeed || byte === 13)
}

function parseObject(line: Buffer): object | null {
  try {
    const value: unknown = JSON.parse(line.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}
