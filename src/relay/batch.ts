import type { JsonRpcId } from './line-scanner'

/**
 * The ids of the requests in a batch (a line that holds an array), so that each can be answered: MCP has no batches since
 * its revision of June 2025, and one that is answered with nothing lets its client wait for ever. Null for a line that is
 * no array; empty for an array without requests.
 */
export function idsOfBatch(line: Buffer): readonly JsonRpcId[] | null {
  const start = line.findIndex((byte) => byte > space)
  if (line[start] !== openBracket) return null
  try {
    const entries = JSON.parse(line.toString('utf8')) as readonly unknown[]
    return entries.flatMap((entry) => requestId(entry) ?? [])
  } catch {
    return null
  }
}

const space = 0x20
const openBracket = 0x5b

function requestId(entry: unknown): JsonRpcId | null {
  if (typeof entry !== 'object' || entry === null) return null
  const { id, method } = entry as { readonly id?: unknown; readonly method?: unknown }
  return typeof method === 'string' && (typeof id === 'string' || typeof id === 'number') ? id : null
}
