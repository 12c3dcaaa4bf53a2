import type { Host } from '../../src/host/host'
import { createLog, type Log } from '../../src/logging/log'
import { rotatingFile } from '../../src/logging/rotating-file'

const MAX_BYTES = 1024 * 1024

/** The application's log: redacted at the sink, of bounded size. */
export function openLog(host: Host, path: string): Log {
  return createLog({ write: rotatingFile(path, { maxBytes: MAX_BYTES }), now: host.now, homeDir: host.homeDir })
}
