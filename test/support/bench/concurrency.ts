import type { McpClient } from './mcp-client'
import type { PlainClient } from './plain-client'
import { spreadOf, type Spread } from './statistics'
import { plainCount, plainRows, SEARCH } from './tool-times'

/** Callers that ask without a pause, each waiting for its answer before it asks again. */
export interface Crowd {
  readonly callers: number
  readonly ours: CrowdSide
  readonly reference: CrowdSide
}

export interface CrowdSide {
  /** Answers a second. */
  readonly throughput: number
  /** Of single calls, milliseconds. */
  readonly waits: Spread
  readonly longestMs: number
  readonly errors: number
}

const turns = 2

/**
 * `callers` at once through Vitrine, shared out over the clients, against as many on a plain client with as many sockets as
 * Vitrine opens. Both make the same reads: a page of twenty records and their exact number. In turns, which are added up.
 */
export async function measureCrowd(callers: number, calls: number, clients: readonly McpClient[], plain: PlainClient): Promise<Crowd> {
  const ours = newTally()
  const reference = newTally()
  const each = Math.max(2, Math.ceil(calls / callers / turns))
  for (let turn = 0; turn < turns; turn += 1) {
    // Pages differ from call to call, as questions do.
    await run(ours, callers, each, (caller, step) =>
      (clients[caller % clients.length] as McpClient).callTool('odoo_search', { ...SEARCH, offset: (caller + step) % 40 }))
    await run(reference, callers, each, (caller, step) => Promise.all([plainCount(plain), plainRows(plain, (caller + step) % 40)]))
  }
  return { callers, ours: sideOf(ours), reference: sideOf(reference) }
}

interface Tally {
  readonly waits: number[]
  elapsedMs: number
  errors: number
}

const newTally = (): Tally => ({ waits: [], elapsedMs: 0, errors: 0 })

async function run(tally: Tally, callers: number, each: number, ask: (caller: number, step: number) => Promise<unknown>): Promise<void> {
  const start = performance.now()
  const call = async (caller: number): Promise<void> => {
    for (let step = 0; step < each; step += 1) {
      const asked = performance.now()
      await ask(caller, step).then(
        () => tally.waits.push(performance.now() - asked),
        () => (tally.errors += 1),
      )
    }
  }
  await Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)))
  tally.elapsedMs += performance.now() - start
}

function sideOf({ waits, elapsedMs, errors }: Tally): CrowdSide {
  return {
    throughput: (waits.length / elapsedMs) * 1000,
    waits: spreadOf(waits),
    longestMs: waits.reduce((longest, wait) => Math.max(longest, wait), 0),
    errors,
  }
}
