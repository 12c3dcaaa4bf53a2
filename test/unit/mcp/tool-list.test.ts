import { encode } from 'gpt-tokenizer'
import { describe, expect, it } from 'vitest'
import { TOOL_NAMES } from '../../../src/contract/activity'
import { TOOLS } from '../../../src/mcp/tools/all'

const list = JSON.stringify({ tools: TOOLS.map(({ definition }) => definition) })

function* schemasIn(value: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield value as Readonly<Record<string, unknown>>
  for (const part of Object.values(value)) yield* schemasIn(part)
}

describe('the list of tools', () => {
  it('stays within 8,192 bytes and 2,000 tokens', () => {
    expect(Buffer.byteLength(list)).toBeLessThanOrEqual(8_192)
    expect(encode(list).length).toBeLessThanOrEqual(2_000)
  })

  it('names the seven tools, each with a title, a description and both schemas', () => {
    expect(TOOLS.map(({ name }) => name)).toEqual([...TOOL_NAMES])
    for (const { definition } of TOOLS) {
      expect(definition).toMatchObject({
        title: expect.stringMatching(/\w/),
        description: expect.stringMatching(/\w/),
        inputSchema: { type: 'object', additionalProperties: false },
        outputSchema: { type: 'object' },
        annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
      })
    }
  })

  it('uses plain JSON Schema without unions', () => {
    for (const schema of schemasIn(JSON.parse(list))) {
      for (const union of ['anyOf', 'oneOf', 'allOf', 'not']) expect(schema).not.toHaveProperty(union)
      expect(Array.isArray(schema['type'])).toBe(false)
    }
  })
})
