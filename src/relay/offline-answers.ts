import { readFile } from 'node:fs/promises'
import type { JsonRpcId, ScannedLine } from './line-scanner'

/*
 * What the relay says by itself while the application cannot be asked.
 *
 * Claude Desktop gives `initialize` a minute, takes an error there for a broken server until its own next start, and
 * keeps the tools of the first `tools/list` for good, whatever is announced later. So the handshake and the lists are
 * answered from what the application wrote down the last time it ran, and pings are answered too. Only real questions
 * wait for the application to be started, and get an error that says what to do when it does not come.
 */
export interface OfflineAnswers {
  /** The line to send for a request of the client; null when only the application can answer it. */
  readonly answer: (request: ScannedLine) => Promise<string | null>
}

/** JSON-RPC's first code for errors of a server's own. */
const serverError = -32000
const parseError = -32700
const invalidRequest = -32600

export function errorLine(id: JsonRpcId, message: string): string {
  return line({ jsonrpc: '2.0', id, error: { code: serverError, message, data: { code: 'disconnected' } } })
}

/** Without an id where there is none to name: clients check answers against a schema that knows no null here. */
export const garbageLine = line({ jsonrpc: '2.0', error: { code: parseError, message: 'This line is no JSON object.' } })

/** For a line whose bytes are no text. */
export function notTextLine(id: JsonRpcId | null): string {
  return line({ jsonrpc: '2.0', ...(id === null ? {} : { id }), error: { code: parseError, message: 'This line is not valid UTF-8.' } })
}

/** One error for each request of a batch; one without an id where the batch holds no request. */
export function batchLines(ids: readonly JsonRpcId[]): readonly string[] {
  const message = 'MCP has no batches. Send each message on a line of its own.'
  return ids.length === 0 ? [invalidLine(null, message)] : ids.map((id) => invalidLine(id, message))
}

/**
 * The notices that lists may read differently now, for those lists whose changes the application announces.
 *
 * @param initializeAnswer the line with the application's answer to `initialize`
 */
export function listsChangedLines(initializeAnswer: Buffer): readonly string[] {
  const { result } = JSON.parse(initializeAnswer.toString('utf8')) as { readonly result?: { readonly capabilities?: unknown } }
  const capabilities = isObject(result?.capabilities) ? result.capabilities : {}
  return ['tools', 'prompts', 'resources']
    .filter((list) => isObject(capabilities[list]) && capabilities[list]['listChanged'] === true)
    .map((list) => line({ jsonrpc: '2.0', method: `notifications/${list}/list_changed` }))
}

/** For a line that is understood and cannot be taken. */
export function invalidLine(id: JsonRpcId | null, message: string): string {
  return line({ jsonrpc: '2.0', ...(id === null ? {} : { id }), error: { code: invalidRequest, message } })
}

/** @param announcementFile written by the application; read anew for each answer, since a relay lives for days */
export function createOfflineAnswers(announcementFile: string): OfflineAnswers {
  return {
    answer: async ({ id, method, bytes }) => {
      if (id === null) return garbageLine
      if (method === 'ping') return line({ jsonrpc: '2.0', id, result: {} })
      const announcement = await readAnnouncement(announcementFile)
      if (announcement !== null && method === 'initialize') {
        const asked = requestedProtocol(bytes)
        const { protocolVersions, initialize } = announcement
        const protocolVersion = asked !== null && protocolVersions.includes(asked) ? asked : protocolVersions[0]
        return line({ jsonrpc: '2.0', id, result: { protocolVersion, ...initialize } })
      }
      const result = announcement !== null && method !== null && Object.hasOwn(announcement.answers, method) ? announcement.answers[method] : undefined
      return result === undefined ? null : line({ jsonrpc: '2.0', id, result })
    },
  }
}

interface Announcement {
  readonly protocolVersions: readonly unknown[]
  readonly initialize: object
  readonly answers: Readonly<Record<string, unknown>>
}

async function readAnnouncement(path: string): Promise<Announcement | null> {
  try {
    const { version, protocolVersions, initialize, answers } = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>
    if (version !== 1 || !Array.isArray(protocolVersions) || !isObject(initialize) || !isObject(answers)) return null
    return { protocolVersions, initialize, answers }
  } catch {
    return null
  }
}

function requestedProtocol(bytes: Buffer | null): string | null {
  try {
    const { params } = JSON.parse(bytes?.toString('utf8') ?? '') as { params?: { protocolVersion?: unknown } }
    return typeof params?.protocolVersion === 'string' ? params.protocolVersion : null
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function line(message: object): string {
  return `${JSON.stringify(message)}\n`
}
