import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Another program has the port, or the system gives it to nobody. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken'
}

const TAKEN: ReadonlySet<unknown> = new Set(['EADDRINUSE', 'EACCES'])
/** This machine has no IPv6, or none on loopback. */
const NO_IPV6: ReadonlySet<unknown> = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'])

/**
 * Listens on 127.0.0.1 and, where the machine has it, on ::1, with the same port: by name a client may come to either, and under
 * the one that is not ours another program could wait for its key. Throws `PortTaken` when either is.
 */
export async function listenOnLoopback(createServer: () => Server, wantedPort: number): Promise<{ readonly servers: readonly Server[]; readonly port: number }> {
  const first = createServer()
  const port = await listen(first, '127.0.0.1', wantedPort)
  const second = createServer()
  try {
    await listen(second, '::1', port)
    return { servers: [first, second], port }
  } catch (error) {
    if (NO_IPV6.has(codeOf(error))) return { servers: [first], port }
    first.close()
    throw error
  }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(TAKEN.has(codeOf(error)) ? new PortTaken(`Port ${String(port)} is taken.`) : error)
    })
    server.listen({ host, port, ipv6Only: host === '::1', exclusive: true }, () => {
      resolve((server.address() as AddressInfo).port)
    })
  })
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
