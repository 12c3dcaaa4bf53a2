import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { McpServer } from '../../../src/mcp/server'

export interface HttpEndpoint {
  readonly url: string
  readonly close: () => Promise<void>
}

/**
 * Serves MCP sessions over Streamable HTTP on a loopback port, for a client that speaks nothing else. A test's own: it knows
 * no keys and no limits.
 */
export async function serveOverHttp(createSession: () => McpServer): Promise<HttpEndpoint> {
  const sessions = new Map<string, StreamableHTTPServerTransport>()
  let hosts: readonly string[] = []

  const open = async (): Promise<StreamableHTTPServerTransport> => {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      enableDnsRebindingProtection: true,
      allowedHosts: [...hosts],
      allowedOrigins: hosts.map((host) => `http://${host}`),
      onsessioninitialized: (id) => {
        sessions.set(id, transport)
      },
      onsessionclosed: (id) => {
        sessions.delete(id)
      },
    })
    // The SDK's class leaves its handlers undefined, which its own interface does not allow for under exact optional types.
    await createSession().connect(transport as Transport)
    return transport
  }

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const id = request.headers['mcp-session-id']
    const known = typeof id === 'string' ? sessions.get(id) : undefined
    if (typeof id === 'string' && known === undefined) {
      response.writeHead(404).end()
      return
    }
    await (known ?? (await open())).handleRequest(request, response)
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  hosts = [`127.0.0.1:${String(port)}`, `localhost:${String(port)}`]
  return {
    url: `http://127.0.0.1:${String(port)}/mcp`,
    close: async () => {
      await Promise.all([...sessions.values()].map((transport) => transport.close()))
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => { resolve() }))
    },
  }
}
