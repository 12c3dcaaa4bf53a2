import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLineBuffer } from '../../../src/endpoint/line-buffer'

describe('a line buffer', () => {
  test('gives back every line, wherever the stream is cut', () => {
    const line = fc.string({ unit: 'grapheme' }).filter((text) => !/[\r\n]/.test(text))
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat(40)), (lines, cuts) => {
        let rest = Buffer.from(lines.map((text) => `${text}\n`).join(''))
        const buffer = createLineBuffer(10_000)
        const found: string[] = []
        const take = (piece: Buffer): void => void found.push(...buffer.push(piece).lines.map((bytes) => bytes.toString('utf8')))
        for (const cut of cuts) {
          take(rest.subarray(0, cut))
          rest = rest.subarray(cut)
        }
        take(rest)
        expect(found).toEqual(lines)
        expect(buffer.takeRest()).toHaveLength(0)
      }),
    )
  })

  test('takes lines that end in CRLF', () => {
    expect(createLineBuffer(10).push(Buffer.from('a\r\nb\r\n')).lines.map(String)).toEqual(['a', 'b'])
  })

  test('allows a line of the longest length, and none longer', () => {
    expect(createLineBuffer(3).push(Buffer.from('abc\n'))).toMatchObject({ lines: [Buffer.from('abc')], overflow: false })
    expect(createLineBuffer(3).push(Buffer.from('abcd\n'))).toMatchObject({ lines: [], overflow: true })
    const buffer = createLineBuffer(3)
    expect(buffer.push(Buffer.from('ab')).overflow).toBe(false)
    expect(buffer.push(Buffer.from('cd')).overflow).toBe(true)
  })

  test('gives the lines before one that is too long', () => {
    const { lines, overflow } = createLineBuffer(3).push(Buffer.from('a\nb\nlong line'))
    expect(lines.map(String)).toEqual(['a', 'b'])
    expect(overflow).toBe(true)
  })
})
