import { mkdtemp, rm } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createClientKey, writeClientKeyFile } from '../../../src/clients/client-keys'
import { readEnvironment } from '../../../src/headless/environment'
import { nodeHost } from '../../../src/host/node-host'
import { SAMPLE_NOW } from '../sample-odoo/server'
import { appCommand, furnishHome, measureAppWake } from './app-wake'
import { measureCrowd, type Crowd } from './concurrency'
import { measureHouseMemory } from './house-memory'
import { runHouse, runWokenHouse } from './house-process'
import { measureJournal } from './journal-times'
import { mcpClient, type McpClient } from './mcp-client'
import { plainClient, type PlainClient } from './plain-client'
import { startHouse, startRelay, startSample, type HouseOrder, type OdooAddress, type Program } from './programs'
import { measureRelayMemory, measureRelayStart } from './relay-costs'
import { measureRelayWake } from './relay-wake'
import { summary, table, type Measured } from './report'
import { measure, SEARCH, timedCalls, type Effort } from './tool-times'
import { tokensOf } from './tokens'
import { askTwenty } from './twenty-answers'

/*
 * What Vitrine costs, as ratios against the plain way in the same run: Odoo, house and relay are programs of their own, as for
 * a user. `--json` makes the last line one object, `--quick` asks fewer times. With VITRINE_URL, VITRINE_DB, VITRINE_LOGIN and
 * VITRINE_API_KEY in the environment a real Odoo takes the place of the sample.
 */

interface Efforts extends Effort {
  readonly starts: number
  readonly crowds: readonly number[]
  readonly crowdCalls: number
  readonly fewCalls: number
  readonly manyCalls: number
  readonly journalRows: number
}

const crowds = [1, 4, 16, 64]
const full: Efforts = { rounds: 300, warmUp: 400, starts: 21, crowds, crowdCalls: 640, fewCalls: 1_000, manyCalls: 10_000, journalRows: 1_000_000 }
const quick: Efforts = { rounds: 40, warmUp: 160, starts: 5, crowds, crowdCalls: 128, fewCalls: 1_000, manyCalls: 3_000, journalRows: 100_000 }
/** As many as Vitrine opens to one Odoo. */
const sockets = 4
const relaysOfCrowd = 4

/** Everything that was started, stopped in the order of need. */
interface Workshop {
  readonly keep: <T extends { readonly stop: () => unknown }>(started: T) => T
  readonly home: () => Promise<string>
}

async function inWorkshop<T>(work: (workshop: Workshop) => Promise<T>): Promise<T> {
  const stops: (() => unknown)[] = []
  const homes: string[] = []
  try {
    return await work({
      keep: (started) => {
        stops.push(started.stop)
        return started
      },
      home: async () => {
        const homeDir = await mkdtemp(join(tmpdir(), 'vitrine-bench-'))
        homes.push(homeDir)
        await writeClientKeyFile({ ...nodeHost(), homeDir }, 'bench', createClientKey({ randomBytes }).key)
        return homeDir
      },
    })
  } finally {
    for (const stop of stops.reverse()) await stop()
    for (const home of homes) await rm(home, { recursive: true, force: true })
  }
}

interface Bench {
  readonly homeDir: string
  readonly house: Program
  readonly client: McpClient
  readonly plain: PlainClient
}

async function open(workshop: Workshop, order: Omit<HouseOrder, 'homeDir'>): Promise<Bench> {
  const homeDir = await workshop.home()
  const house = workshop.keep(await startHouse({ homeDir, ...order }))
  const plain = await plainClient(order.odoo, sockets)
  workshop.keep({ stop: plain.close })
  return { homeDir, house, client: await openClient(workshop, homeDir), plain }
}

async function openClient(workshop: Workshop, homeDir: string): Promise<McpClient> {
  const client = mcpClient(workshop.keep(startRelay(homeDir)))
  await client.initialize()
  return client
}

async function timesAt(delayMs: number | null, { client, plain }: Bench, effort: Effort): Promise<Measured['times']> {
  const times: Measured['times'][number][] = []
  for (const call of await timedCalls(plain)) times.push({ name: call.name, delayMs, times: await measure(call, client, plain, effort) })
  return times
}

async function crowdsOn(workshop: Workshop, { homeDir, client }: Bench, odoo: OdooAddress, efforts: Efforts): Promise<readonly Crowd[]> {
  const plain = await plainClient(odoo, sockets)
  workshop.keep({ stop: plain.close })
  const clients = [client]
  while (clients.length < relaysOfCrowd) clients.push(await openClient(workshop, homeDir))
  const measured: Crowd[] = []
  for (const callers of efforts.crowds) measured.push(await measureCrowd(callers, efforts.crowdCalls, clients, plain))
  return measured
}

async function costsOf(workshop: Workshop, bench: Bench, order: Omit<HouseOrder, 'homeDir'>, efforts: Efforts) {
  const fresh = await open(workshop, order)
  const app = appCommand()
  return {
    houseMemory: await measureHouseMemory(fresh.house, fresh.client, efforts.fewCalls, efforts.manyCalls),
    relayStart: await measureRelayStart(bench.homeDir, efforts.starts),
    relayWake: await measureRelayWake(await workshop.home(), efforts.starts),
    appWake: app === null ? null : await measureAppWake(app, order.odoo, efforts.starts),
    relayMemory: await measureRelayMemory(bench.homeDir, efforts.rounds, (client) => client.callTool('odoo_search', SEARCH)),
    toolList: await toolListSize(bench.client),
    journal: await measureJournal(join(await workshop.home(), 'journal.sqlite'), efforts.journalRows),
  }
}

function benchSample(efforts: Efforts): Promise<Measured> {
  return inWorkshop(async (workshop) => {
    const orderAt = async (delayMs: number): Promise<Omit<HouseOrder, 'homeDir'>> =>
      ({ odoo: workshop.keep(await startSample(delayMs)).address, now: SAMPLE_NOW })
    const slowOrder = await orderAt(10)
    const slow = await open(workshop, slowOrder)
    const slowTimes = await timesAt(10, slow, efforts)
    const crowdsMeasured = await crowdsOn(workshop, slow, slowOrder.odoo, efforts)
    const fastOrder = await orderAt(0)
    const fast = await open(workshop, fastOrder)
    return {
      times: [...slowTimes, ...(await timesAt(0, fast, efforts))],
      crowds: crowdsMeasured,
      twenty: await askTwenty(fast.client, fast.plain),
      ...(await costsOf(workshop, fast, fastOrder, efforts)),
    }
  })
}

function benchReal(odoo: OdooAddress, efforts: Efforts): Promise<Measured> {
  return inWorkshop(async (workshop) => {
    const bench = await open(workshop, { odoo })
    return {
      times: await timesAt(null, bench, efforts),
      crowds: await crowdsOn(workshop, bench, odoo, efforts),
      twenty: await askTwenty(bench.client, bench.plain),
      ...(await costsOf(workshop, bench, { odoo }, efforts)),
    }
  })
}

async function toolListSize(client: McpClient): Promise<Measured['toolList']> {
  const { result } = await client.ask('tools/list', {})
  const text = JSON.stringify(result)
  const { tools } = result as { tools: unknown[] }
  return { bytes: Buffer.byteLength(text), tokens: await tokensOf(text), tools: tools.length }
}

/** The real Odoo of the environment; null when it names none. Throws when it names only half of one. */
function realOdoo(): OdooAddress | null {
  const host = nodeHost()
  if (host.env['VITRINE_URL'] === undefined) return null
  const read = readEnvironment(host)
  if (!read.ok) throw new Error(read.message)
  const { url, database, login, apiKey } = read.settings
  return { url, db: database, login, apiKey }
}

async function orderFromInput(): Promise<OdooAddress> {
  for await (const line of createInterface({ input: process.stdin })) return JSON.parse(line) as OdooAddress
  throw new Error('The address of an Odoo is missing.')
}

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--house')) return runHouse()
  if (args.includes('--furnish')) return furnishHome(await orderFromInput())
  const [mode, homeDir] = args
  if (mode === '--woken' && homeDir !== undefined) return runWokenHouse(homeDir)
  const efforts = args.includes('--quick') ? quick : full
  const real = realOdoo()
  const measured = await (real === null ? benchSample(efforts) : benchReal(real, efforts))
  process.stdout.write(`${table(measured)}\n`)
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify(summary(measured))}\n`)
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
