import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

/** A program of its own, as it runs for a user: what is measured shares no event loop with what measures. */
export interface Program {
  readonly child: ChildProcessByStdio<Writable, Readable, null>
  readonly stop: () => Promise<void>
}

export interface OdooAddress {
  readonly url: string
  readonly db: string
  readonly login: string
  readonly apiKey: string
}

export interface HouseOrder {
  readonly homeDir: string
  readonly odoo: OdooAddress
  /** The instant to take for the present, ISO; the clock's own when absent. The sample's records lie around a day of their own. */
  readonly now?: string
}

/** Where `out/` is: this file runs as a bundle in it. */
const bundles = __dirname

export function bundlePath(name: string): string {
  return join(bundles, `${name}.cjs`)
}

/** Starts the sample Odoo and waits until it is ready. */
export async function startSample(delayMs: number): Promise<Program & { readonly address: OdooAddress }> {
  const program = startNode([bundlePath('sample-odoo'), '--port', '0', '--version', '19', '--delay-ms', String(delayMs), '--until-stdin-ends'])
  return { ...program, address: JSON.parse(await firstLine(program)) as OdooAddress }
}

/** Starts the house without a window, connected to a sample. The order goes over its input: arguments can be seen by all. */
export async function startHouse(order: HouseOrder): Promise<Program> {
  const program = startNode(['--expose-gc', bundlePath('bench'), '--house'])
  program.child.stdin.write(`${JSON.stringify(order)}\n`)
  await firstLine(program)
  return program
}

/** Has the house collect its garbage, and waits for it. */
export async function collectGarbage(house: Program): Promise<void> {
  house.child.stdin.write('collect\n')
  await firstLine(house)
}

/** All that a client is sure to leave in the environment of what it starts. */
export function relayEnvironment(homeDir: string): Readonly<Record<string, string>> {
  return { HOME: homeDir, USERPROFILE: homeDir }
}

export function startRelay(homeDir: string): Program {
  return startNode([bundlePath('relay'), '--client', 'bench'], relayEnvironment(homeDir))
}

/** Starts Node and leaves its standard error to ours. `env` replaces the environment. */
export function startNode(args: readonly string[], env?: Readonly<Record<string, string>>): Program {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'], ...(env && { env }) })
  child.stdin.on('error', () => undefined)
  const ended = once(child, 'close')
  return {
    child,
    stop: async () => {
      child.kill()
      await ended
    },
  }
}

/** The first line that a program prints; the rest is not looked at. Throws when it ends without one. */
export async function firstLine({ child }: Program): Promise<string> {
  const reader = createInterface({ input: child.stdout })
  const line = await new Promise<string | null>((resolve) => {
    reader.once('line', resolve)
    reader.once('close', () => resolve(null))
  })
  reader.removeAllListeners()
  child.stdout.resume()
  if (line === null) throw new Error(`${child.spawnargs.slice(1).join(' ')} ended before it was ready.`)
  return line
}

/** Memory of a process that is in RAM now, in kilobytes: Linux only, null elsewhere. */
export function residentKilobytes(pid: number | undefined): number | null {
  if (process.platform !== 'linux' || pid === undefined) return null
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return found?.[1] === undefined ? null : Number(found[1])
}
