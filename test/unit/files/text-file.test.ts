import { describe, expect, test } from 'vitest'
import { decodeTextFile, NotUtf8Error } from '../../../src/files/text-file'

const styleOf = (text: string) => decodeTextFile(Buffer.from(text)).style

describe('decodeTextFile', () => {
  test('drops a byte-order mark and remembers it', () => {
    const { text, style } = decodeTextFile(Buffer.from('\uFEFF{}'))
    expect(text).toBe('{}')
    expect(style.hasByteOrderMark).toBe(true)
  })

  test('keeps a byte-order mark that does not stand at the start', () => {
    expect(decodeTextFile(Buffer.from('{}\uFEFF')).text).toBe('{}\uFEFF')
  })

  test.each([
    ['{\r\n  "a": 1\r\n}', '\r\n'],
    ['{\n  "a": 1\n}', '\n'],
    ['{}', '\n'],
    ['a\r\nb\r\nc\n', '\r\n'],
  ])('tells the line ends of %j', (text, endOfLine) => {
    expect(styleOf(text).endOfLine).toBe(endOfLine)
  })

  test.each([
    ['{\n\t"a": 1\n}', '\t'],
    ['{\n    "a": 1\n}', '    '],
    ['{}', '  '],
    ['{\n\n   "a": 1\n}', '   '],
  ])('tells the indentation of %j', (text, indent) => {
    expect(styleOf(text).indent).toBe(indent)
  })

  test('tells whether the last line is ended', () => {
    expect(styleOf('{}\n').hasFinalNewline).toBe(true)
    expect(styleOf('{}').hasFinalNewline).toBe(false)
  })

  test('refuses bytes that are not UTF-8, such as the UTF-16 of Windows editors', () => {
    expect(() => decodeTextFile(Buffer.from('\uFEFF{}', 'utf16le'))).toThrow(NotUtf8Error)
  })
})
