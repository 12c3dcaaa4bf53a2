import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A passage to a server, of which a test counts the sockets and which it can close and open again at the same address. */
export interface Gate {
  readonly url: string
  readonly port: number
  /** Sockets that are open now. */
  readonly open: () => number
  /** Resolves when no socket is open. */
  readonly empty: () => Promise<void>
  /** Cuts what is open and refuses what comes: as a server that is gone. */
  readonly shut: () => Promise<void>
  /** Lets through again, to the same server or another one. */
  readonly reopen: (target?: { readonly url: string }) => Promise<void>
}

export async function openGate(target: { readonly url: string }): Promise<Gate> {
  const sockets = new Set<Socket>()
  let waiting: (() => void)[] = []
  let port = 0
  let close = (): Promise<void> => Promise.resolve()
  let to = new URL(target.url)

  const listen = async (): Promise<void> => {
    const server = createServer((socket) => {
      const beyond = connect(Number(to.port), to.hostname)
      sockets.add(socket)
      socket.pipe(beyond).pipe(socket)
      for (const [one, other] of [[socket, beyond], [beyond, socket]] as const) {
        one.on('error', () => undefined)
        one.on('close', () => other.destroy())
      }
      socket.on('close', () => {
        sockets.delete(socket)
        if (sockets.size > 0) return
        for (const tell of waiting) tell()
        waiting = []
      })
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
    port = (server.address() as AddressInfo).port
    close = () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      })
  }

  await listen()
  return {
    url: `${to.protocol}//127.0.0.1:${port}`,
    port,
    open: () => sockets.size,
    empty: () => (sockets.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    shut: async () => {
      const shutting = close()
      close = () => Promise.resolve()
      await shutting
    },
    reopen: async (next) => {
      if (next !== undefined) to = new URL(next.url)
      await listen()
    },
  }
}
