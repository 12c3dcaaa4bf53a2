import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLineScanner, type Envelope } from '../../../src/relay/line-scanner'

/** What JSON.parse makes of a line: the scanner must agree on everything that is JSON. */
function envelopeByParsing(text: string): Envelope {
  const value = JSON.parse(text) as unknown
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { kind: 'garbage', id: null, method: null }
  const { id: rawId, method: rawMethod } = value as { id?: unknown; method?: unknown }
  const id = typeof rawId === 'string' || typeof rawId === 'number' ? rawId : null
  const method = typeof rawMethod === 'string' ? rawMethod : null
  if (method === null) return { kind: 'response', id, method }
  return { kind: id === null ? 'notification' : 'request', id, method }
}

function scanOne(text: string, cuts: readonly number[] = []): Envelope | undefined {
  const scanner = createLineScanner(1_000_000)
  let rest = Buffer.from(`${text}\n`)
  const lines = []
  for (const cut of cuts) {
    lines.push(...scanner.push(rest.subarray(0, cut)))
    rest = rest.subarray(cut)
  }
  lines.push(...scanner.push(rest))
  const [line] = lines
  if (line === undefined) return undefined
  expect(line.bytes?.toString('utf8')).toBe(`${text}\n`)
  const { kind, id, method } = line
  return { kind, id, method }
}

const awkward = fc.oneof(fc.string(), fc.constantFrom('"', '\\', '\\"', '{', '}', '[', ']', ',', ':', '"id":7', '\u0000', '😀', '\\u0069d'))
const jsonish = fc.jsonValue({ stringUnit: 'binary' })
const message = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom('id', 'method', 'params', 'result', 'jsonrpc', 'error'), awkward), fc.oneof(jsonish, awkward, fc.integer())))
  .map((entries) => Object.fromEntries(entries))
const spacing = fc.constantFrom(undefined, ' ', '\t')

describe('a line scanner', () => {
  test('agrees with JSON.parse on any message, wherever the stream is cut', () => {
    fc.assert(
      fc.property(message, spacing, fc.array(fc.nat(30)), (value, space, cuts) => {
        const text = JSON.stringify(value, null, space).replaceAll('\n', ' ')
        expect(scanOne(text, cuts)).toEqual(envelopeByParsing(text))
      }),
      { numRuns: 1000 },
    )
  })

  test('agrees with JSON.parse on anything that is JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(scanOne(text)).toEqual(envelopeByParsing(text))
      }),
    )
  })

  test.each([
    '{"id":1,"method":"a","id":2}',
    '{"\\u0069d":1,"metho\\u0064":"a\\n"}',
    '{"id":1e2,"method":"a"}',
    '{"params":{"id":9,"method":"inner"},"id":"x","method":"outer"}',
    '{"id":{"id":1},"method":"a"}',
    '{"id":[1],"method":"a"}',
    '{"id":null,"error":{}}',
    ' {"method" : "a" , "id" : 0 } \r',
    '{"id":"\\"}","method":"b"}',
  ])('reads %s as JSON.parse does', (text) => {
    expect(scanOne(text)).toEqual(envelopeByParsing(text))
  })

  test.each(['garbage', '{', '}', '{"id":1', '{"id":1}}', '{"id":1}{"id":2}', '[{"id":1}]', '"{}"', '42', '{]', '{"id":1} x'])('takes %s for garbage', (text) => {
    expect(scanOne(text)?.kind).toBe('garbage')
  })

  test('leaves blank lines out', () => {
    const scanner = createLineScanner(100)
    expect(scanner.push(Buffer.from('\n \r\n\t\n{"id":1,"method":"a"}\n\n'))).toHaveLength(1)
  })

  test('takes what is left at the end of the stream for a line, as if its line feed had come', () => {
    const scanner = createLineScanner(100)
    expect(scanner.push(Buffer.from('{"id":1,"method":"a"}\n{"id":2,"met'))).toHaveLength(1)
    expect(scanner.push(Buffer.from('hod":"b"}'))).toEqual([])
    expect(scanner.end()).toEqual([{ bytes: Buffer.from('{"id":2,"method":"b"}\n'), kind: 'request', id: 2, method: 'b' }])
    expect(scanner.end()).toEqual([])
  })

  test('recognises a line that is too long to be kept, also when its id comes last', () => {
    const scanner = createLineScanner(100)
    const text = `${JSON.stringify({ method: 'tools/call', params: { text: 'x'.repeat(1000) }, id: 7 })}\n`
    const lines = [...text].flatMap((character) => scanner.push(Buffer.from(character)))
    expect(lines).toEqual([{ bytes: null, kind: 'request', id: 7, method: 'tools/call' }])
    expect(scanner.push(Buffer.from('{"id":8,"method":"b"}\n'))).toMatchObject([{ kind: 'request', id: 8 }])
  })

  test('does not understand an id of a thousand bytes and more', () => {
    expect(scanOne(JSON.stringify({ id: 'x'.repeat(2000), method: 'a' }))).toEqual({ kind: 'notification', id: null, method: 'a' })
  })
})
