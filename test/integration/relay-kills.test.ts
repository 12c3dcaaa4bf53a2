import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { expect, onTestFinished, test } from 'vitest'
import { createClientKey } from '../../src/clients/client-keys'
import { bundledScript } from '../support/bundled-script'
import { bundleRelay } from '../support/relay/relay-bundle'
import { makeTestMachine, type TestMachine } from '../support/relay/test-machine'
import { SAMPLE_NOW, startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

const kills = 20
const callers = 4
const isAway = /Vitrine (is not running|was closed before it answered)\. Open Vitrine and ask again\./

async function startHouse(script: string, { host }: TestMachine, { url, db, login, apiKey }: SampleOdoo): Promise<ChildProcess> {
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.on('error', () => undefined)
  onTestFinished(() => void child.kill('SIGKILL'))
  child.stdin.write(`${JSON.stringify({ homeDir: host.homeDir, odoo: { url, db, login, apiKey }, now: SAMPLE_NOW })}\n`)
  await once(createInterface({ input: child.stdout }), 'line')
  return child
}

async function startClient(relay: string, { host }: TestMachine) {
  const errors: Error[] = []
  const transport = new StdioClientTransport({
    command: 'env',
    args: ['-i', `HOME=${host.homeDir}`, process.execPath, relay, '--client', 'bench'],
    stderr: 'ignore',
  })
  let closed = 0
  const client = new Client({ name: 'patient client', version: '1' })
  client.onerror = (error) => void errors.push(error)
  client.onclose = () => (closed += 1)
  onTestFinished(() => client.close())
  await client.connect(transport)
  return { client, errors, closed: () => closed, pid: () => transport.pid }
}

test('an application that is killed and started twenty times loses and doubles no answer of a client that keeps asking', async () => {
  const [relay, house, sample] = await Promise.all([
    bundleRelay(),
    bundledScript(join(import.meta.dirname, '..', 'support', 'relay', 'house-script.ts')),
    startSampleOdoo({ version: 19 }),
  ])
  onTestFinished(async () => {
    await Promise.all([relay.remove(), house.remove(), sample.close()])
  })
  const machine = await makeTestMachine()
  onTestFinished(machine.remove)
  await machine.giveKey('bench', createClientKey(machine.host).key)

  let app = await startHouse(house.path, machine, sample)
  const { client, errors, closed, pid } = await startClient(relay.path, machine)
  const before = pid()

  let asked = 0
  let failed = 0
  const receipts: unknown[] = []
  let goesOn = true
  /** Called with each answer. */
  let onAnswer: () => void = () => undefined
  const caller = async (): Promise<void> => {
    while (goesOn) {
      const limit = 1 + (asked % 10)
      asked += 1
      try {
        const { content } = await client.callTool({ name: 'odoo_search', arguments: { model: 'res.partner', fields: ['name'], limit } })
        const [block] = content as readonly { readonly text: string }[]
        const answer = JSON.parse(block?.text ?? '') as { readonly rows: readonly unknown[]; readonly receipt: unknown }
        expect(answer.rows).toHaveLength(limit)
        receipts.push(answer.receipt)
        onAnswer()
      } catch (error) {
        if (!(error instanceof Error && isAway.test(error.message))) throw error
        failed += 1
      }
    }
  }
  const answersUntil = (count: number): Promise<void> =>
    new Promise((resolve) => {
      let seen = 0
      onAnswer = () => {
        seen += 1
        if (seen === count) resolve()
      }
    })
  const asking = Promise.all(Array.from({ length: callers }, caller))

  for (let kill = 0; kill < kills; kill += 1) {
    // Another moment each time: after one answer, after eight…
    await Promise.race([answersUntil(1 + ((kill * 7) % 13)), asking])
    app.kill('SIGKILL')
    await once(app, 'exit')
    app = await startHouse(house.path, machine, sample)
  }
  await answersUntil(callers)
  goesOn = false
  await asking

  expect(receipts.length + failed).toBe(asked)
  expect(failed).toBeGreaterThan(0)
  // No more can be under way at a kill than callers ask.
  expect(failed).toBeLessThanOrEqual(kills * callers)
  expect(new Set(receipts).size).toBe(receipts.length)
  // The client complains of every answer to a question that it did not ask, or had answered before.
  expect(errors).toEqual([])
  expect(closed()).toBe(0)
  expect(pid()).toBe(before)
  expect(() => process.kill(before ?? 0, 0)).not.toThrow()
})
