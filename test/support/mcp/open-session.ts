import { randomBytes } from 'node:crypto'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { drawReceipt } from '../../../src/activity/receipt'
import type { NewActivityEvent } from '../../../src/contract/activity'
import { nodeHost } from '../../../src/host/node-host'
import type { McpDeps } from '../../../src/mcp/deps'
import { createMcpServer, type McpServer } from '../../../src/mcp/server'
import type { OdooReader } from '../../../src/odoo/port'
import { createOdooReader } from '../../../src/odoo/reader'
import { OPEN_POLICY, type Policy } from '../../../src/policy/policy'
import { SAMPLE_NOW, type SampleOdoo, type SampleUserName } from '../sample-odoo/server'

/** What a tool call came back with. */
export interface CallOutcome {
  readonly isError: boolean
  /** Parsed from the text block. */
  readonly answer: Readonly<Record<string, unknown>>
  readonly structured: unknown
  readonly text: string
}

export interface McpSession {
  readonly client: Client
  readonly server: McpServer
  /** One for each call, in the order of their ends. */
  readonly events: NewActivityEvent[]
  readonly call: (tool: string, args?: Readonly<Record<string, unknown>>) => Promise<CallOutcome>
  readonly close: () => Promise<void>
}

export const CONNECTION = { connectionId: 'main', connectionName: 'Main' }

/** A host whose wall clock stands where the sample's data is built around. */
export const sampleHost = (): McpDeps['host'] => ({
  now: () => Date.parse(SAMPLE_NOW),
  monotonicMs: () => performance.now(),
  timeZone: 'Europe/Brussels',
})

/** A reader of the sample, as one of its users. */
export function sampleReader(sample: SampleOdoo, user: SampleUserName = 'reader'): OdooReader {
  const { login, key } = sample.users[user]
  return createOdooReader(
    { url: sample.url, database: sample.db, login, withSecret: (use) => use(key) },
    { ...nodeHost(), ...sampleHost() },
  )
}

/** A real SDK client on a real server of ours, over whatever reader is given. */
export async function openSession(reader: OdooReader, changes: Partial<McpDeps> & { readonly allowed?: Policy } = {}): Promise<McpSession> {
  const events: NewActivityEvent[] = []
  const { allowed = OPEN_POLICY, ...deps } = changes
  const server = createMcpServer({
    host: sampleHost(),
    serverVersion: '0.0.0',
    clientId: 'test',
    access: () => ({ ...CONNECTION, reader }),
    connectionNames: () => [CONNECTION.connectionName],
    policy: () => allowed,
    receipt: () => drawReceipt(randomBytes),
    record: (event) => {
      events.push(event)
      return event.receipt
    },
    ...deps,
  })
  const client = new Client({ name: 'test client', version: '1.2.3' })
  const [ours, theirs] = InMemoryTransport.createLinkedPair()
  await Promise.all([server.connect(ours), client.connect(theirs)])
  // The SDK's client holds answers against the output schemas only after it has listed the tools.
  await client.listTools()
  return {
    client,
    server,
    events,
    call: async (name, args = {}) => {
      const result = await client.callTool({ name, arguments: { ...args } })
      const [block] = result.content as readonly { readonly text: string }[]
      const text = block?.text ?? ''
      return {
        isError: result.isError === true,
        answer: JSON.parse(text) as Readonly<Record<string, unknown>>,
        structured: result.structuredContent,
        text,
      }
    },
    close: async () => {
      await client.close()
      reader.close()
    },
  }
}
