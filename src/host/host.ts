/**
 * What the rest of the house may know about the machine it runs on.
 *
 * Below a composition root nothing reads `process.platform`, `process.env`, the clock, the home directory or
 * randomness by itself: it receives this record. That is what lets Windows and macOS behaviour be tested on Linux.
 */
export interface Host {
  readonly platform: 'linux' | 'darwin' | 'win32'
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute path of the user's home directory. */
  readonly homeDir: string
  /** Absolute path of the directory for temporary files. */
  readonly tempDir: string
  /** The user's IANA time zone, such as `Europe/Brussels`. */
  readonly timeZone: string
  /** Wall clock, milliseconds since the Unix epoch. */
  readonly now: () => number
  /** Monotonic clock in milliseconds, for durations; its zero means nothing. */
  readonly monotonicMs: () => number
  /** Cryptographically strong random bytes. */
  readonly randomBytes: (length: number) => Buffer
}
