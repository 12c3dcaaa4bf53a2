import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A relay of which a test sees every byte. */
export interface RelayProcess {
  readonly pid: number
  readonly write: (text: string | Buffer) => void
  /** Sends a JSON-RPC message. */
  readonly send: (message: object) => void
  /** The next line on standard output, parsed; rejects when there will be none. */
  readonly nextMessage: () => Promise<Readonly<Record<string, unknown>>>
  /** Lines on standard output that nobody asked for, and all of standard error, so far. */
  readonly unread: () => readonly string[]
  readonly stderr: () => string
  readonly endInput: () => void
  /** Closes our end of its standard output. */
  readonly closeOutput: () => void
  readonly pauseOutput: () => void
  readonly kill: (signal: NodeJS.Signals) => void
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>
}

/** Starts a bundled relay with nothing in its environment but the home directory. */
export function startRelayProcess(bundle: string, homeDir: string, args: readonly string[]): RelayProcess {
  const child = spawn(process.execPath, [bundle, ...args], { env: { HOME: homeDir }, stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.on('error', () => undefined)
  const lines: string[] = []
  const waiting: ((line: string | null) => void)[] = []
  let over = false
  const reader = createInterface({ input: child.stdout })
  reader.on('line', (line) => {
    const next = waiting.shift()
    if (next === undefined) lines.push(line)
    else next(line)
  })
  reader.once('close', () => {
    over = true
    for (const next of waiting.splice(0)) next(null)
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const ended = once(child, 'close').then(() => child.exitCode ?? child.signalCode)

  const nextLine = (): Promise<string | null> => {
    const line = lines.shift()
    if (line !== undefined || over) return Promise.resolve(line ?? null)
    return new Promise((resolve) => waiting.push(resolve))
  }
  return {
    pid: child.pid ?? 0,
    write: (text) => void child.stdin.write(text),
    send: (message) => void child.stdin.write(`${JSON.stringify(message)}\n`),
    nextMessage: async () => {
      const line = await nextLine()
      if (line === null) throw new Error(`The relay ended. ${stderr}`)
      return JSON.parse(line) as Record<string, unknown>
    },
    unread: () => [...lines],
    stderr: () => stderr,
    endInput: () => void child.stdin.end(),
    closeOutput: () => void child.stdout.destroy(),
    pauseOutput: () => void child.stdout.pause(),
    kill: (signal) => void child.kill(signal),
    ended,
  }
}
