import { mkdtemp, rm } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encode } from 'gpt-tokenizer'
import { createClientKey, writeClientKeyFile } from '../../../src/clients/client-keys'
import { nodeHost } from '../../../src/host/node-host'
import { runHouse } from './house-process'
import { mcpClient, type McpClient } from './mcp-client'
import { plainClient } from './plain-client'
import { startHouse, startRelay, startSample } from './programs'
import { answerBytes, idsForReading, measure, questions } from './questions'
import { measureRelayMemory, measureRelayStart } from './relay-costs'
import { summary, table, type Measured } from './report'

/*
 * What Vitrine costs, as ratios against the plain way in the same run: sample Odoo, house and relay are programs of their
 * own, as for a user. `--json` makes the last line one object, `--quick` asks fewer times.
 */

interface Effort {
  readonly rounds: number
  readonly warmUp: number
  readonly starts: number
}

const full: Effort = { rounds: 300, warmUp: 60, starts: 21 }
const quick: Effort = { rounds: 40, warmUp: 20, starts: 7 }

async function bench(effort: Effort): Promise<Measured> {
  const homes: string[] = []
  const stops: (() => unknown)[] = []
  try {
    const measured: Measured['questions'][number][] = []
    let costs: Omit<Measured, 'questions'> | null = null
    for (const delayMs of [10, 0]) {
      const homeDir = await mkdtemp(join(tmpdir(), 'vitrine-bench-'))
      homes.push(homeDir)
      await writeClientKeyFile({ ...nodeHost(), homeDir }, 'bench', createClientKey({ randomBytes }).key)
      const sample = await startSample(delayMs)
      stops.push(sample.stop)
      const house = await startHouse({ homeDir, odoo: sample.address })
      stops.push(house.stop)
      const relay = startRelay(homeDir)
      stops.push(relay.stop)
      const plain = plainClient(sample.address)
      stops.push(plain.close)

      const client = mcpClient(relay)
      await client.initialize()
      const asked = questions(await idsForReading(plain))
      for (const question of asked) measured.push({ name: question.name, delayMs, times: await measure(question, client, plain, effort) })

      const [search] = asked
      if (delayMs !== 0 || search === undefined) continue
      costs = {
        answerBytes: await answerBytes(search, client, plain),
        relayStart: await measureRelayStart(homeDir, effort.starts),
        relayMemory: await measureRelayMemory(homeDir, effort.rounds, (other) => other.callTool(search.tool, search.args)),
        toolList: await toolListSize(client),
      }
    }
    if (costs === null) throw new Error('Nothing was measured.')
    return { questions: measured, ...costs }
  } finally {
    for (const stop of stops.reverse()) await stop()
    for (const home of homes) await rm(home, { recursive: true, force: true })
  }
}

async function toolListSize(client: McpClient): Promise<Measured['toolList']> {
  const { result } = await client.ask('tools/list', {})
  const text = JSON.stringify(result)
  const { tools } = result as { tools: unknown[] }
  return { bytes: Buffer.byteLength(text), tokens: encode(text).length, tools: tools.length }
}

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--house')) return runHouse()
  const measured = await bench(args.includes('--quick') ? quick : full)
  process.stdout.write(`${table(measured)}\n`)
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify(summary(measured))}\n`)
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
