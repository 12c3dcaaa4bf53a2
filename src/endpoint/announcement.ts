import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { SUPPORTED_PROTOCOL_VERSIONS, type JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
import { atomicWrite } from '../files/atomic-write'
import type { Host } from '../host/host'
import { vitrinePaths } from './address'

/**
 * What the application offers, written down for relays that start while it does not run: who it is and its lists, no
 * instructions and nothing of Odoo. Claude Desktop keeps the tools it was told at the start and no others, so a relay
 * must be able to tell them also when nobody can answer a call yet.
 */
export interface Announcement {
  readonly version: 1
  /** Newest first. */
  readonly protocolVersions: readonly string[]
  readonly initialize: { readonly capabilities: unknown; readonly serverInfo: unknown }
  /** Results by method, such as `tools/list`. */
  readonly answers: Readonly<Record<string, unknown>>
}

const listMethods = {
  tools: ['tools/list'],
  prompts: ['prompts/list'],
  resources: ['resources/list', 'resources/templates/list'],
} as const

/**
 * Asks a server of ours what it offers, as a client would.
 *
 * @param serve connects a server to this transport
 */
export async function askAnnouncement(serve: (transport: Transport) => Promise<void>): Promise<Announcement> {
  const [ours, theirs] = InMemoryTransport.createLinkedPair()
  const waiting = new Map<unknown, (result: unknown) => void>()
  ours.onmessage = (message: JSONRPCMessage) => {
    if ('id' in message && !('method' in message)) waiting.get(message.id)?.('result' in message ? message.result : null)
  }
  let lastId = 0
  const ask = async (method: string, params: Record<string, unknown>): Promise<unknown> => {
    lastId += 1
    const id = lastId
    const answer = new Promise<unknown>((resolve) => waiting.set(id, resolve))
    await ours.send({ jsonrpc: '2.0', id, method, params })
    return answer
  }
  await ours.start()
  await serve(theirs)
  try {
    const clientInfo = { name: 'vitrine-announcement', version: '1' }
    const params = { protocolVersion: SUPPORTED_PROTOCOL_VERSIONS[0] ?? '', capabilities: {}, clientInfo }
    const { capabilities, serverInfo } = asRecord(await ask('initialize', params))
    await ours.send({ jsonrpc: '2.0', method: 'notifications/initialized' })
    const answers: Record<string, unknown> = {}
    for (const [capability, methods] of Object.entries(listMethods)) {
      if (!(capability in asRecord(capabilities))) continue
      for (const method of methods) {
        const result = await ask(method, {})
        if (result !== null) answers[method] = result
      }
    }
    return { version: 1, protocolVersions: SUPPORTED_PROTOCOL_VERSIONS, initialize: { capabilities, serverInfo }, answers }
  } finally {
    await ours.close()
  }
}

/** Writes the announcement into the run directory, which must exist. It stays there when the application stops. */
export async function writeAnnouncement(machine: Pick<Host, 'platform' | 'homeDir'>, announcement: Announcement): Promise<void> {
  await atomicWrite(vitrinePaths(machine).announcementFile, `${JSON.stringify(announcement)}\n`, { mode: 0o600 })
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
