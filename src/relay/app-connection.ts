import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { clientKeyFile, parseEndpointFile, vitrinePaths } from '../endpoint/address'
import { LONGEST_HANDSHAKE_LINE, NONCE_BYTES, relayHandshake } from '../endpoint/handshake'
import type { Host } from '../host/host'
import { readPrivateFile } from './private-file'

/** Why the application cannot be asked. `message` is one sentence for people, without secrets and paths of others. */
export interface Unreachable {
  readonly kind: 'not_running' | 'refused'
  readonly message: string
}

export type Attempt = { readonly kind: 'connected'; readonly socket: Socket } | Unreachable

const lineFeed = 10
/** A Vitrine that hangs is treated like one that does not run. */
const deadlineMs = 3_000

export const notRunning: Unreachable = { kind: 'not_running', message: 'Vitrine is not running. Open Vitrine and ask again.' }
const untrusted: Unreachable = {
  kind: 'refused',
  message: 'Something else answered in the place of Vitrine, and nothing was told to it. Quit Vitrine, open it and ask again.',
}
const keyMissing: Unreachable = {
  kind: 'refused',
  message: 'The key of this client is missing on this computer. Register the client again in Vitrine.',
}
const keyExposed: Unreachable = {
  kind: 'refused',
  message: 'The key of this client can be read by others on this computer. Register the client again in Vitrine.',
}

/**
 * Connects to the running application and proves both sides to each other; everything is read anew each time, because
 * keys change while a relay lives. The socket is paused.
 */
export async function connectToApp(machine: Pick<Host, 'platform' | 'homeDir'>, clientId: string): Promise<Attempt> {
  const endpoint = await readPrivateFile(vitrinePaths(machine).endpointFile)
  if (endpoint.kind === 'missing') return notRunning
  const found = endpoint.kind === 'exposed' ? null : parseEndpointFile(endpoint.text)
  if (found === null) return endpoint.kind === 'exposed' ? untrusted : notRunning
  const key = await readPrivateFile(clientKeyFile(machine, clientId))
  if (key.kind !== 'read') return key.kind === 'missing' ? keyMissing : keyExposed
  return greet(found.address, Buffer.from(found.runKey, 'base64url'), clientId, key.text.trim())
}

function greet(address: string, runKey: Buffer, clientId: string, key: string): Promise<Attempt> {
  return new Promise((resolve) => {
    const handshake = relayHandshake({ runKey, nonce: randomBytes(NONCE_BYTES), clientId, key })
    const socket = connect(address)
    let received: Buffer = Buffer.alloc(0)

    const settle = (attempt: Attempt): void => {
      clearTimeout(deadline)
      socket.removeAllListeners()
      // An error after this one has nobody left to tell.
      socket.on('error', () => undefined)
      if (attempt.kind === 'connected') {
        socket.pause()
        if (received.length > 0) socket.unshift(received)
      } else {
        socket.destroy()
      }
      resolve(attempt)
    }
    const deadline = setTimeout(() => settle(notRunning), deadlineMs)

    socket.once('connect', () => socket.write(handshake.hello))
    socket.once('error', () => settle(notRunning))
    socket.once('close', () => settle(notRunning))
    socket.on('data', (piece) => {
      received = Buffer.concat([received, piece])
      const end = received.indexOf(lineFeed)
      if (end === -1 ? received.length > LONGEST_HANDSHAKE_LINE : end > LONGEST_HANDSHAKE_LINE) return settle(untrusted)
      if (end === -1) return
      const step = handshake.next(received.toString('utf8', 0, end))
      received = received.subarray(end + 1)
      // Only after its last line may the application go on without waiting for us.
      if (received.length > 0 && step.kind !== 'done') return settle(untrusted)
      if (step.kind === 'send') socket.write(step.line)
      else if (step.kind === 'done') settle({ kind: 'connected', socket })
      else settle(step.kind === 'refused' ? { kind: 'refused', message: step.message } : untrusted)
    })
  })
}
