import { randomBytes } from 'node:crypto'
import { homedir, tmpdir } from 'node:os'
import { performance } from 'node:perf_hooks'
import type { Host } from './host'

/** The real machine. Only composition roots call this. Throws on an operating system the product does not support. */
export function nodeHost(): Host {
  const { platform } = process
  if (platform !== 'linux' && platform !== 'darwin' && platform !== 'win32') {
    throw new Error(`Vitrine runs on Windows, macOS and Linux, not on ${platform}.`)
  }
  return {
    platform,
    env: process.env,
    homeDir: homedir(),
    tempDir: tmpdir(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    now: () => Date.now(),
    monotonicMs: () => performance.now(),
    randomBytes,
  }
}
