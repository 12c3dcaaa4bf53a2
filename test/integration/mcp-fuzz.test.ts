import { ResultSchema } from '@modelcontextprotocol/sdk/types.js'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TOOL_NAMES } from '../../src/contract/activity'
import { ERROR_CODES } from '../../src/contract/error-codes'
import { hostileCall } from '../support/generated/hostile-calls'
import { openSession, sampleReader, type McpSession } from '../support/mcp/open-session'
import { startSampleOdoo, type Json, type RecordedCall, type SampleOdoo } from '../support/sample-odoo/server'

/** Written down here once more, by hand: what may leave this machine. */
const ALLOWED = new Set([
  'search_read', 'search_count', 'read', 'fields_get', 'name_search', 'read_group', 'formatted_read_group', 'context_get', 'get_available_models',
  'check_access_rights', 'has_access',
])
const READS = new Set(['search_read', 'search_count', 'read', 'name_search', 'read_group', 'formatted_read_group'])
const ANSWER_BYTES = 24 * 1024
const AT_ONCE = 8

type Answer = Readonly<Record<string, unknown>>

describe.each([[19, 16_000], [17, 16_000]] as const)('whatever a client sends to Odoo %i', (version, count) => {
  let sample: SampleOdoo
  let session: McpSession

  beforeAll(async () => {
    sample = await startSampleOdoo({ version })
    session = await openSession(sampleReader(sample))
    await session.call('odoo_context')
  })
  afterAll(async () => {
    await session.close()
    await sample.close()
  })

  it(`of ${String(count)} inputs, each ends in a whole answer or a listed error, and only bounded reads arrive`, async () => {
    sample.clearCalls()
    const codes = new Map<string, number>()
    const inputs = fc.sample(hostileCall, { numRuns: count, seed: 20_260_615 + version })
    for (let start = 0; start < inputs.length; start += AT_ONCE) {
      const before = session.events.length
      const batch = inputs.slice(start, start + AT_ONCE)
      for (const code of await Promise.all(batch.map(endOf))) codes.set(code, (codes.get(code) ?? 0) + 1)
      expect(session.events.length).toBe(before + batch.length)
      sample.calls.forEach(expectBoundedRead)
      sample.clearCalls()
    }
    // Without a good part of answers the fuzz would only knock at the first door.
    expect(codes.get('answered')).toBeGreaterThan(count * 0.15)
    expect(codes.size).toBeGreaterThan(5)
    // And without answers that were cut it could not tell whether a cut is said.
    expect(codes.get('cut')).toBeGreaterThan(100)
  }, 120_000)

  /** Sends one call; its code, `cut`, or `answered`. */
  async function endOf([name, args]: readonly [string, unknown]): Promise<string> {
    const what = JSON.stringify([name, args])
    let result: Answer
    try {
      result = await session.client.request({ method: 'tools/call', params: { name, arguments: args as never } }, ResultSchema)
    } catch (cause) {
      // Only a tool that does not exist is an error of the protocol.
      expect(TOOL_NAMES as readonly string[], what).not.toContain(name)
      expect(cause, what).toMatchObject({ code: -32602 })
      return 'no tool'
    }
    const [block] = result['content'] as readonly { readonly text: string }[]
    const text = block?.text ?? ''
    expect(Buffer.byteLength(text), what).toBeLessThanOrEqual(ANSWER_BYTES)
    const answer = JSON.parse(text) as Answer
    expect(JSON.stringify(result['structuredContent']), what).toBe(text)
    if (result['isError'] === true) {
      const code = String(answer['code'])
      expect(ERROR_CODES as readonly string[], what).toContain(code)
      expect(code, what).not.toBe('internal')
      expect(code, what).not.toBe('odoo_error')
      expect(String(answer['message']), what).not.toMatch(/\n|Traceback|at .*\.ts:|node_modules|psycopg/)
      return code
    }
    expectWhole(name, args as Answer, answer, what)
    return 'cut' in answer ? 'cut' : 'answered'
  }
})

/** Nothing is left out of an answer without a word. */
function expectWhole(tool: string, args: Answer | undefined, answer: Answer, what: string): void {
  const rows = (answer['rows'] ?? []) as readonly unknown[][]
  const columns = (answer['columns'] ?? []) as readonly unknown[]
  for (const row of rows) expect(row.length, what).toBe(columns.length)
  switch (tool) {
    case 'odoo_search': {
      const total = answer['total'] as number
      expect(Number.isSafeInteger(total) && total >= 0, what).toBe(true)
      const limit = (args?.['limit'] ?? 20) as number
      const offset = (args?.['offset'] ?? 0) as number
      if (limit === 0) return
      const wanted = Math.min(limit, Math.max(0, total - offset))
      expect(rows.length, what).toBeLessThanOrEqual(wanted)
      if (rows.length < wanted) expect(answer['cut'], what).toMatchObject({ how_to_go_on: expect.any(String) })
      expect(answer['next_offset'], what).toBe(rows.length > 0 && offset + rows.length < total ? offset + rows.length : undefined)
      return
    }
    case 'odoo_read': {
      const cut = (answer['cut'] ?? {}) as { readonly ids_left_out?: readonly number[] }
      const said = [...rows.map(([id]) => id), ...((answer['missing'] ?? []) as unknown[]), ...((answer['forbidden'] ?? []) as unknown[]), ...(cut.ids_left_out ?? [])]
      expect([...said].sort(), what).toEqual([...new Set(args?.['ids'] as unknown[])].sort())
      return
    }
    case 'odoo_aggregate':
      expect(answer['has_more'], what).toEqual(expect.any(Boolean))
      expect((answer['total_row'] as unknown[]).length, what).toBe(columns.length)
      if (answer['has_more'] === true) expect(answer['next_offset'], what).toEqual(expect.any(Number))
      return
    case 'odoo_resolve': {
      const cut = (answer['cut'] ?? {}) as { readonly names_left_out?: number }
      expect((answer['results'] as unknown[]).length + (cut.names_left_out ?? 0), what).toBe(new Set(args?.['names'] as unknown[]).size)
      return
    }
    case 'odoo_describe_model': {
      const total = answer['total'] as number
      expect(total, what).toEqual(expect.any(Number))
      if (rows.length < total) expect(answer['cut'], what).toMatchObject({ fields_left_out: total - rows.length })
      return
    }
    default:
  }
}

function expectBoundedRead(one: RecordedCall): void {
  if (one.protocol === 'jsonrpc' && one.service === 'common') return
  if (one.protocol === 'other') {
    expect(one).toMatchObject({ method: 'GET', path: '/web/version' })
    return
  }
  expect(ALLOWED).toContain(one.odooMethod)
  if (one.model?.startsWith('ir.') && one.model !== 'ir.attachment') {
    expect(one).toMatchObject({ model: 'ir.model', odooMethod: 'get_available_models' })
  }
  const named = argumentsOf(one)
  if (one.odooMethod === 'search_read') {
    expect(named['limit']).toBeGreaterThanOrEqual(1)
    expect((named['fields'] as unknown[]).length).toBeGreaterThan(0)
  }
  if (one.odooMethod !== undefined && READS.has(one.odooMethod)) {
    expect(named['context']).toMatchObject({ lang: expect.any(String), tz: 'Europe/Brussels', allowed_company_ids: expect.any(Array) })
  }
}

/** The named arguments of a recorded read, whichever protocol carried them. */
function argumentsOf(one: RecordedCall): Readonly<Record<string, Json>> {
  const named = one.protocol === 'json2' ? one.body : one.kwargs
  return typeof named === 'object' && named !== null && !Array.isArray(named) ? named : {}
}
