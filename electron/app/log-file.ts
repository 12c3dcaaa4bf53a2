import { readFile } from 'node:fs/promises'
import type { Host } from '../../src/host/host'
import { createLog, type Log } from '../../src/logging/log'
import { rotatingFile } from '../../src/logging/rotating-file'

const MAX_BYTES = 1024 * 1024

/** So much of the log's end says what happened lately. */
const TAIL_BYTES = 64 * 1024

/** The end of the log, from the beginning of a line; empty where there is none. */
export async function logTail(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return text.length <= TAIL_BYTES ? text : text.slice(text.indexOf('\n', text.length - TAIL_BYTES) + 1)
}

/** The application's log: redacted at the sink, of bounded size, and kept as long as `isKept` says so. */
export function openLog(host: Host, path: string, isKept: () => boolean): Log {
  const append = rotatingFile(path, { maxBytes: MAX_BYTES })
  const write = (line: string): void => {
    if (isKept()) append(line)
  }
  return createLog({ write, now: host.now, homeDir: host.homeDir })
}
