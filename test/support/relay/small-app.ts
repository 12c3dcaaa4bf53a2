import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import * as z from 'zod'
import { startEndpoint, type Endpoint, type EndpointOptions, type EndpointSession } from '../../../src/endpoint/server'
import type { TestMachine } from './test-machine'

/** An application with the real endpoint and, in the place of Odoo, three tools that a test can look into. */
export interface SmallApp {
  readonly endpoint: Endpoint
  /** Texts that the tool `echo` was given, oldest first. */
  readonly echoed: readonly string[]
  /** Resolves when a call of `wait` has arrived; it is never answered. */
  readonly waitCalled: Promise<void>
  /** As the clients named themselves in `initialize`. */
  readonly clientNames: () => readonly string[]
  readonly log: readonly string[]
}

/** @param keys of the clients that are let in; changes take effect at the next connection */
export async function startSmallApp(
  machine: Pick<TestMachine, 'host'>,
  keys: Readonly<Record<string, string>>,
  options: Partial<EndpointOptions> = {},
): Promise<SmallApp> {
  const echoed: string[] = []
  const log: string[] = []
  const servers: McpServer[] = []
  let noteWait: () => void = () => undefined
  const waitCalled = new Promise<void>((resolve) => (noteWait = resolve))

  const newServer = (): McpServer => {
    const server = new McpServer({ name: 'small-app', version: '1' }, { instructions: 'Only when asked.' })
    server.registerTool('echo', { inputSchema: { text: z.string() } }, ({ text }) => {
      echoed.push(text)
      return { content: [{ type: 'text', text }] }
    })
    server.registerTool('wait', {}, () => {
      noteWait()
      return new Promise<never>(() => undefined)
    })
    server.registerTool('large', { inputSchema: { bytes: z.number() } }, ({ bytes }) => ({
      content: [{ type: 'text', text: 'é'.repeat(bytes / 2) }],
    }))
    return server
  }
  const serve = async ({ transport }: Pick<EndpointSession, 'transport'>): Promise<void> => {
    const server = newServer()
    servers.push(server)
    await server.connect(transport)
  }

  const endpoint = await startEndpoint({
    host: machine.host,
    authorize: (clientId, key) =>
      Promise.resolve(keys[clientId] === key ? { ok: true, keyHash: '' } : { ok: false, code: 'wrong_key', message: 'This client was removed in Vitrine.' }),
    onSession: (session) => void serve(session),
    announce: (transport) => newServer().connect(transport),
    log: (message) => void log.push(message),
    ...options,
  })
  return {
    endpoint,
    echoed,
    waitCalled,
    clientNames: () => servers.flatMap(({ server }) => server.getClientVersion()?.name ?? []),
    log,
  }
}
