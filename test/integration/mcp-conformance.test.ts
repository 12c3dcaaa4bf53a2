import { randomBytes } from 'node:crypto'
import { LATEST_PROTOCOL_VERSION, SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TOOL_NAMES } from '../../src/contract/activity'
import { createMcpServer, type McpServer } from '../../src/mcp/server'
import { startHttpEndpoint } from '../../src/endpoint/http-endpoint'
import type { OdooReader } from '../../src/odoo/port'
import { OPEN_POLICY } from '../../src/policy/policy'
import { rawClient, type Message, type RawClient } from '../support/conformance/raw-client'
import { NOT_APPLICABLE } from '../support/conformance/scenarios'
import { runServerScenarios, type ScenarioResult } from '../support/conformance/suite'
import { manualTime } from '../support/house/manual-time'
import { CONNECTION, sampleHost, sampleReader } from '../support/mcp/open-session'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

let sample: SampleOdoo
let reader: OdooReader

beforeAll(async () => {
  sample = await startSampleOdoo({ version: 19 })
  reader = sampleReader(sample)
})
afterAll(async () => {
  reader.close()
  await sample.close()
})

const newSession = (): McpServer =>
  createMcpServer({
    host: sampleHost(),
    serverVersion: '0.0.0',
    clientId: 'test',
    access: () => ({ ...CONNECTION, reader }),
    connectionNames: () => [CONNECTION.connectionName],
    policy: () => OPEN_POLICY,
    receipt: () => '7K3M9QXA',
    record: ({ receipt }) => receipt,
  })

describe('the public conformance suite', () => {
  let results: readonly ScenarioResult[]

  beforeAll(async () => {
    const time = manualTime(0)
    const key = randomBytes(32).toString('base64url')
    const endpoint = await startHttpEndpoint({
      host: { monotonicMs: () => performance.now(), randomBytes },
      port: 0,
      authorize: async (presented) =>
        presented === key
          ? { ok: true, clientId: 'conformance', keyHash: '' }
          : { ok: false, refusal: { reason: 'wrong_key', status: 401, message: 'This key is not valid.' } },
      serve: (_caller, transport) => newSession().connect(transport),
      onRefused: () => undefined,
      schedule: (run, delayMs) => time.schedule(delayMs, run),
    })
    results = await runServerScenarios(endpoint.url, key)
    await endpoint.close()
  }, 180_000)

  it('passes in every scenario that applies', () => {
    const applying = results.filter(({ scenario }) => !(scenario in NOT_APPLICABLE))
    expect(applying.filter(({ failures }) => failures.length > 0)).toEqual([])
    expect(applying.filter(({ successes }) => successes === 0)).toEqual([])
    expect(applying.map(({ scenario }) => scenario).sort()).toEqual([
      'completion-complete', 'dns-rebinding-protection', 'ping', 'prompts-list', 'resources-list', 'server-initialize',
      'server-sse-multiple-streams', 'tools-list',
    ])
  })

  it('asks elsewhere for what Vitrine is not, in exactly the scenarios listed and for the reasons given', () => {
    const run = new Set(results.map(({ scenario }) => scenario))
    expect(Object.keys(NOT_APPLICABLE).filter((scenario) => !run.has(scenario))).toEqual([])
    for (const { scenario, failures } of results) {
      const listed = NOT_APPLICABLE[scenario]
      if (listed === undefined) continue
      expect(failures, `${scenario} passes now and has no place in the list`).not.toEqual([])
      for (const failure of failures) expect(failure, `${scenario} ${listed.reason}`).toMatch(listed.said)
    }
  })
})

const clientInfo = { name: 'test client', version: '1.2.3' }

async function initialized(protocolVersion: string): Promise<{ readonly client: RawClient; readonly answer: Message }> {
  const client = await rawClient(newSession())
  const { result } = await client.ask('initialize', { protocolVersion, capabilities: {}, clientInfo })
  await client.notify('notifications/initialized')
  return { client, answer: result as Message }
}

describe('a session', () => {
  it.each(SUPPORTED_PROTOCOL_VERSIONS)('in the protocol of %s is agreed on and works', async (version) => {
    const { client, answer } = await initialized(version)
    expect(answer).toMatchObject({
      protocolVersion: version,
      serverInfo: { name: 'vitrine' },
      capabilities: { tools: { listChanged: true }, resources: { listChanged: true }, prompts: { listChanged: true }, completions: {} },
      instructions: expect.stringContaining('read-only'),
    })
    expect(await client.ask('ping')).toMatchObject({ result: {} })
    const { tools } = (await client.ask('tools/list'))['result'] as { readonly tools: readonly { readonly name: string }[] }
    expect(tools.map(({ name }) => name)).toEqual(TOOL_NAMES)
    const { result } = await client.ask('tools/call', { name: 'odoo_search', arguments: { model: 'res.partner', limit: 1 } })
    const { content, structuredContent, isError } = result as { readonly content: readonly { readonly text: string }[]; readonly structuredContent: Message; readonly isError?: boolean }
    expect(isError).toBeUndefined()
    expect(JSON.parse(content[0]?.text ?? '')).toEqual(structuredContent)
    expect(structuredContent).toMatchObject({ model: 'res.partner', total: expect.any(Number) })
    const refused = await client.ask('tools/call', { name: 'odoo_search', arguments: { model: 'no.such.model' } })
    expect(refused).toMatchObject({ result: { isError: true, structuredContent: { code: 'unknown_model' } } })
    expect(await client.ask('prompts/list')).toMatchObject({ result: { prompts: expect.any(Array) } })
    expect(await client.ask('resources/templates/list')).toMatchObject({ result: { resourceTemplates: expect.any(Array) } })
    expect(await client.ask('resources/read', { uri: 'odoo://Main/res.partner/schema' })).toMatchObject({ result: { contents: [{ mimeType: 'application/json' }] } })
    await client.close()
  })

  it.each(['2026-07-28', '2099-01-01', '1.0', '', 'latest'])('in a protocol that is not known (%j) falls back to the latest', async (version) => {
    const { client, answer } = await initialized(version)
    expect(answer).toMatchObject({ protocolVersion: LATEST_PROTOCOL_VERSION })
    expect(await client.ask('tools/list')).toMatchObject({ result: { tools: expect.any(Array) } })
    await client.close()
  })

  it('speaks the latest protocol that the SDK knows, and every older one', () => {
    expect(SUPPORTED_PROTOCOL_VERSIONS).toEqual(['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05', '2024-10-07'])
  })

  it.each([
    ['a method that is not offered', 'logging/setLevel', { level: 'debug' }, -32601],
    ['a method that does not exist', 'odoo/write', {}, -32601],
    // By this a client that also speaks the stateless protocol of 2026-07-28 finds out that it is to speak an older one.
    ['the question for the stateless protocol', 'server/discover', { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } }, -32601],
    ['a tool that does not exist', 'tools/call', { name: 'odoo_write', arguments: {} }, -32602],
    ['a tool without a name', 'tools/call', {}, -32602],
    ['a prompt that does not exist', 'prompts/get', { name: 'x' }, -32602],
    ['a resource that does not exist', 'resources/read', { uri: 'odoo://Other/res.partner/1' }, -32602],
    ['a resource of another scheme', 'resources/read', { uri: 'file:///etc/passwd' }, -32602],
  ])('answers %s with an error of the protocol, and goes on', async (_what, method, params, code) => {
    const { client } = await initialized(LATEST_PROTOCOL_VERSION)
    expect(await client.ask(method, params)).toMatchObject({ error: { code, message: expect.not.stringContaining('passwd') } })
    expect(await client.ask('ping')).toMatchObject({ result: {} })
    await client.close()
  })

  it.each(['initialize', 'prompts/get', 'resources/read', 'completion/complete', 'tools/call'])(
    'answers %s with parameters of a wrong form by an error, and goes on',
    async (method) => {
      const { client } = await initialized(LATEST_PROTOCOL_VERSION)
      for (const params of [undefined, {}, { name: 7, arguments: [], uri: {}, protocolVersion: null, ref: 1 }]) {
        const answer = await client.ask(method, params)
        expect(answer).toMatchObject({ error: { code: expect.any(Number) } })
        expect(JSON.stringify(answer)).not.toMatch(/node_modules|\.ts:\d|"stack"/)
      }
      expect(await client.ask('ping')).toMatchObject({ result: {} })
      await client.close()
    },
  )

  it('takes notices that mean nothing to it in silence', async () => {
    const { client } = await initialized(LATEST_PROTOCOL_VERSION)
    const before = client.received.length
    await client.notify('notifications/unknown', { x: 1 })
    await client.notify('notifications/cancelled', { requestId: 9_999 })
    await client.notify('notifications/progress', { progressToken: 'x', progress: 1 })
    expect(await client.ask('ping')).toMatchObject({ result: {} })
    expect(client.received.length).toBe(before + 1)
    await client.close()
  })

  it('sends nothing after an answer, and no progress beside it', async () => {
    const { client } = await initialized(LATEST_PROTOCOL_VERSION)
    const before = client.received.length
    await client.ask('tools/call', { name: 'odoo_search', arguments: { model: 'res.partner' }, _meta: { progressToken: 'token' } })
    await client.ask('ping')
    expect(client.received.slice(before).map((message) => 'result' in message)).toEqual([true, true])
    await client.close()
  })
})
