import fc from 'fast-check'
import { parse } from 'jsonc-parser'
import { describe, expect, test } from 'vitest'
import { placeOf, type ConfigPlan } from '../../../src/clients/config-plan'
import { diffPreview } from '../../../src/clients/diff-preview'
import { claudeDesktop } from '../../../src/clients/client-table'
import { entryFor } from '../../../src/clients/entry'
import { planRegistration, planRemoval } from '../../../src/clients/plan'
import { haveSameValues } from '../../../src/clients/same-values'

const entry = entryFor(claudeDesktop, { command: '/opt/Vitrine/vitrine-relay' })
const ourPlace = placeOf(claudeDesktop)

function changed(plan: ConfigPlan): string {
  if (!('after' in plan)) throw new Error(`expected a change, not ${plan.kind}`)
  return plan.after
}

/** A configuration with other servers and other keys, written in one of many ways. */
const configurations = fc
  .record({
    servers: fc.option(fc.dictionary(fc.string().filter((name) => name !== 'vitrine-odoo' && name !== '__proto__'), fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true })),
    others: fc.dictionary(fc.string().filter((name) => name !== 'mcpServers' && name !== '__proto__'), fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true }),
    serversFirst: fc.boolean(),
    indent: fc.constantFrom(undefined, 2, 4, '\t', 1),
    endOfLine: fc.constantFrom('\n', '\r\n'),
    finalNewline: fc.boolean(),
    blanks: fc.constantFrom('', ' ', '\n', '\n\n  '),
    comments: fc.boolean(),
    trailingCommas: fc.boolean(),
  })
  .map(({ servers, others, serversFirst, indent, endOfLine, finalNewline, blanks, comments, trailingCommas }) => {
    const part = servers === null ? {} : { mcpServers: servers }
    let text = JSON.stringify(serversFirst ? { ...part, ...others } : { ...others, ...part }, null, indent)
    // Only where lines are: a string never holds a bare line feed.
    if (trailingCommas) text = text.replace(/([^\s,{[])(\n\s*[}\]])/g, '$1,$2')
    if (comments) text = text.replace(/,\n/g, ', // a comment, with { and }\n')
    return blanks + text.replaceAll('\n', endOfLine) + (finalNewline ? endOfLine : '')
  })

describe('a plan', () => {
  test('adds our entry to any configuration, keeps every other value, and takes it out again', () => {
    fc.assert(
      fc.property(configurations, (text) => {
        const added = changed(planRegistration(claudeDesktop, text, entry))
        const before = parse(text, [], { allowTrailingComma: true }) as Record<string, unknown>
        const after = parse(added, [], { allowTrailingComma: true }) as { mcpServers: Record<string, unknown> }
        expect(after).toEqual({
          ...before,
          mcpServers: { ...(before['mcpServers'] as object | undefined), 'vitrine-odoo': { command: entry.command, args: entry.args } },
        })
        expect(haveSameValues(text, added, ourPlace)).toBe(true)
        expect(planRegistration(claudeDesktop, added, entry).kind).toBe('unchanged')

        const removed = changed(planRemoval(claudeDesktop, added))
        expect(parse(removed, [], { allowTrailingComma: true })).toEqual({ ...before, mcpServers: before['mcpServers'] ?? {} })
        expect(haveSameValues(text, removed, ourPlace)).toBe(true)
        expect(planRemoval(claudeDesktop, removed).kind).toBe('unchanged')
      }),
      { numRuns: 300 },
    )
  })

  test('gives back the very same text when other servers were there', () => {
    const withServers = configurations.filter((text) => Object.keys((parse(text, [], { allowTrailingComma: true }) as { mcpServers?: object }).mcpServers ?? {}).length > 0)
    fc.assert(fc.property(withServers, (text) => void expect(changed(planRemoval(claudeDesktop, changed(planRegistration(claudeDesktop, text, entry))))).toBe(text)), { numRuns: 200 })
  })

  test('keeps the line ends of the file in everything it adds', () => {
    fc.assert(
      fc.property(configurations, (text) => {
        fc.pre(text.includes('\r\n') && !/(?<!\r)\n/.test(text))
        expect(changed(planRegistration(claudeDesktop, text, entry))).not.toMatch(/(?<!\r)\n/)
      }),
    )
  })

  test('never throws, whatever the file holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), configurations.chain((text) => fc.nat(text.length).map((end) => text.slice(0, end)))), (text) => {
        planRegistration(claudeDesktop, text, entry)
        planRemoval(claudeDesktop, text)
      }),
    )
  })

  test('does not fall over a file that is nested without end', () => {
    expect(planRegistration(claudeDesktop, '['.repeat(200_000), entry)).toMatchObject({ kind: 'unparsable' })
  })

  test('takes our entry out from the first, a middle and the last place, on one line or on many', () => {
    const ours = JSON.stringify({ command: entry.command, args: entry.args })
    const cases = [
      ['{ "vitrine-odoo": ?, "b": 1 }', '{ "b": 1 }'],
      ['{ "a": 1, "vitrine-odoo": ?, "b": 1 }', '{ "a": 1, "b": 1 }'],
      ['{ "a": 1, "vitrine-odoo": ? }', '{ "a": 1 }'],
      ['{ "vitrine-odoo": ? }', '{}'],
      ['{\n  "vitrine-odoo": ?,\n  "b": 1\n}', '{\n  "b": 1\n}'],
      ['{\n  "a": 1, // first\n  "vitrine-odoo": ? // ours\n}', '{\n  "a": 1 // first\n   // ours\n}'],
      ['{\n  "a": 1,\n  "vitrine-odoo": ?, "b": 2\n}', '{\n  "a": 1,\n   "b": 2\n}'],
      ['{\n  "a": 1, "vitrine-odoo": ?,\n  "b": 2\n}', '{\n  "a": 1,\n  "b": 2\n}'],
      ['{\n  "a": 1\n  , "vitrine-odoo": ?\n}', '{\n  "a": 1\n  \n}'],
      ['{ /* mine */ "vitrine-odoo": ? }', '{ /* mine */ }'],
    ]
    for (const [before, after] of cases) {
      const text = `{"mcpServers": ${before?.replace('?', ours) ?? ''}}`
      expect(changed(planRemoval(claudeDesktop, text)), text).toBe(`{"mcpServers": ${after ?? ''}}`)
    }
  })

  test('offers to replace or remove a foreign entry only as an override', () => {
    const text = '{"mcpServers":{"a":{"command":"/a"},"vitrine-odoo":{"command":"npx","args":["x"]}}}'
    const plan = planRegistration(claudeDesktop, text, entry)
    expect(plan).toMatchObject({ kind: 'conflict', reason: 'foreign_entry', override: { kind: 'update' } })
    const removal = planRemoval(claudeDesktop, text)
    expect(removal).toMatchObject({ kind: 'conflict', override: { kind: 'remove', after: '{"mcpServers":{"a":{"command":"/a"}}}' } })
  })

  test('replaces what is not even an object as an override too', () => {
    expect(planRegistration(claudeDesktop, '{"mcpServers":{"vitrine-odoo":null}}', entry)).toMatchObject({
      kind: 'conflict',
      override: { after: `{"mcpServers":{"vitrine-odoo":${JSON.stringify(entry)}}}` },
    })
  })
})

describe('the check that nothing else changed', () => {
  test.each([
    ['{"a":1}', '{"a":2}'],
    ['{"a":1}', '{"a":1,"b":2}'],
    ['{"a":1,"b":2}', '{"b":2,"a":1}'],
    ['{"a":1.0}', '{"a":1}'],
    ['{"a":[]}', '{"a":{}}'],
    ['{"a":{}}', '{}'],
    ['{"a":1,"a":2}', '{"a":2}'],
    ['{"mcpServers":{"x":{}}}', '{"mcpServers":{}}'],
    ['{"mcpServers":{"x":{"y":1}}}', '{"mcpServers":{"x":{"y":1,"vitrine-odoo":1}}}'],
    ['{"vitrine-odoo":1}', '{"vitrine-odoo":2}'],
    ['{"a":1}', '{"a":'],
  ])('tells %s from %s', (before, after) => {
    expect(haveSameValues(before, after, ourPlace)).toBe(false)
  })

  test('does not mind our own entry, white space and comments', () => {
    expect(haveSameValues('{"a":1}', '{ "a": 1, /* x */ "mcpServers": { "vitrine-odoo": { "b": [1] } } }', ourPlace)).toBe(true)
  })
})

describe('the preview of a difference', () => {
  test('names lines as same, added and removed', () => {
    expect(diffPreview('{\n  "a": 1\n}\n', '{\n  "a": 1,\n  "b": 2\n}\n')).toEqual([
      { kind: 'same', text: '{' },
      { kind: 'removed', text: '  "a": 1' },
      { kind: 'added', text: '  "a": 1,' },
      { kind: 'added', text: '  "b": 2' },
      { kind: 'same', text: '}' },
    ])
  })

  test('shows only what is near a change when asked to, and no line ends', () => {
    const lines = Array.from({ length: 50 }, (_, index) => `line ${index}`)
    const preview = diffPreview(`${lines.join('\r\n')}\r\n`, `${[...lines.slice(0, 25), 'new', ...lines.slice(25)].join('\r\n')}\r\n`, { context: 1 })
    expect(preview).toEqual([
      { kind: 'same', text: 'line 24' },
      { kind: 'added', text: 'new' },
      { kind: 'same', text: 'line 25' },
    ])
  })

  test('of a new file is all added', () => {
    expect(diffPreview('', '{}\n')).toEqual([{ kind: 'added', text: '{}' }])
  })
})
