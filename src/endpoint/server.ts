import { chmod } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { Host } from '../host/host'
import { endpointAddress } from './address'
import { admit, type Authorize, type Schedule } from './admission'
import { askAnnouncement, writeAnnouncement } from './announcement'
import { NONCE_BYTES } from './handshake'
import {
  prepareRunDirectory,
  prepareSocketDirectory,
  removeAbandonedSockets,
  removeRunFiles,
  writeEndpointFile,
} from './run-files'
import { SocketTransport } from './socket-transport'

export interface EndpointSession {
  readonly clientId: string
  /** Of the key that let the client in. */
  readonly keyHash: string
  readonly transport: SocketTransport
  /** Ends the session at once; the relay tries to come back and is asked for its key again. */
  readonly close: () => void
}

export interface EndpointOptions {
  readonly host: Pick<Host, 'platform' | 'homeDir' | 'tempDir' | 'randomBytes'>
  /** Asked at each connection, after both sides proved that they read the endpoint file. */
  readonly authorize: Authorize
  /** Serves MCP on `session.transport`; nothing is read from the client before its `start`. */
  readonly onSession: (session: EndpointSession) => void
  /**
   * Serves MCP once at the start to us, who ask only what it offers: the lists are written down for relays that start while
   * the application does not run. Without it such a relay answers nothing but errors.
   */
  readonly announce?: (transport: Transport) => Promise<void>
  /** Receives one sentence without secrets. */
  readonly log: (message: string) => void
  readonly schedule?: Schedule
  /** Connections at one time, half-open ones among them. */
  readonly maxConnections?: number
  /** How long a handshake may take. */
  readonly handshakeMs?: number
}

export interface Endpoint {
  readonly address: string
  readonly sessions: () => readonly EndpointSession[]
  /** Ends every session and takes away socket and endpoint file. */
  readonly close: () => Promise<void>
}

const runKeyBytes = 32

/**
 * Opens the local socket (a named pipe on Windows) that relays connect to, and tells them where by the endpoint file.
 * Rejects with the system's error when the run directory or the socket cannot be made.
 */
export async function startEndpoint(options: EndpointOptions): Promise<Endpoint> {
  const { host, authorize, onSession, announce, log, schedule = scheduleForReal, maxConnections = 64, handshakeMs = 5_000 } = options
  await prepareRunDirectory(host)
  await removeAbandonedSockets(host)
  const address = endpointAddress(host)
  await prepareSocketDirectory(address)

  const runKey = host.randomBytes(runKeyBytes)
  const sockets = new Set<Socket>()
  const sessions = new Set<EndpointSession>()

  const welcome = async (socket: Socket): Promise<void> => {
    const nonce = host.randomBytes(NONCE_BYTES)
    const admission = await admit(socket, { runKey, nonce, authorize, schedule, deadlineMs: handshakeMs })
    if (admission.kind === 'dropped') return log(`A connection was dropped: ${admission.reason}.`)
    if (admission.kind === 'refused') return log(`A client was refused: ${admission.code}.`)
    const { clientId, keyHash } = admission
    const session = { clientId, keyHash, transport: new SocketTransport(socket), close: () => void socket.destroy() }
    sessions.add(session)
    socket.once('close', () => sessions.delete(session))
    onSession(session)
  }

  // Half-open would keep sessions of relays that have ended.
  const server = createServer({ allowHalfOpen: false, pauseOnConnect: false }, (socket) => {
    socket.on('error', () => undefined) // its `close` follows and is what counts
    if (sockets.size >= maxConnections) {
      socket.destroy()
      log(`A connection was dropped: ${maxConnections} are open.`)
      return
    }
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    void welcome(socket)
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(address.address, () => {
      server.off('error', reject)
      resolve()
    })
  })
  server.on('error', () => log('The endpoint had an error of its socket.'))

  let closing: Promise<void> | null = null
  const close = async (): Promise<void> => {
    const ended = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const socket of sockets) socket.destroy()
    await ended
    await removeRunFiles(host, address)
  }
  const endpoint: Endpoint = {
    address: address.address,
    sessions: () => [...sessions],
    close: () => (closing ??= close()),
  }
  try {
    if (address.kind === 'socket') await chmod(address.address, 0o600)
    await writeEndpointFile(host, { version: 1, address: address.address, runKey: runKey.toString('base64url'), pid: process.pid })
  } catch (error) {
    await endpoint.close()
    throw error
  }
  if (announce !== undefined) {
    // Nobody who asks now needs it.
    await askAnnouncement(announce).then((announcement) => writeAnnouncement(host, announcement)).catch(() => {
      log('What is offered could not be written down for relays that start alone.')
    })
  }
  return endpoint
}

function scheduleForReal(run: () => void, delayMs: number): () => void {
  const timer = setTimeout(run, delayMs)
  return () => clearTimeout(timer)
}
