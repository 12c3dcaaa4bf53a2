import { spawnSync } from 'node:child_process'
import type * as cryptoTypes from 'node:crypto'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { FernetError, keyFromText, keyToText, open, seal } from '../../../src/credentials/fernet'
import * as vectors from './fernet-vectors'

/** The very module object on which the fernet package looks up `randomBytes` at each seal. */
const cryptoModule = createRequire(import.meta.url)('node:crypto') as typeof cryptoTypes
const specKey = keyFromText(vectors.secret)

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

describe('the vectors of the Fernet specification', () => {
  const at = (now: string) => vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) })

  test('generate', () => {
    const { text, now, iv, token } = vectors.generate
    at(now)
    vi.spyOn(cryptoModule, 'randomBytes').mockImplementation(() => Buffer.from(iv, 'hex'))
    expect(seal(specKey, text)).toBe(token)
  })

  test('verify', () => {
    const { text, now, token } = vectors.verify
    at(now)
    expect(open(specKey, token, { ttlSeconds: vectors.ttlSeconds })).toBe(text)
  })

  test.each(vectors.invalid)('invalid: $about', ({ now, token }) => {
    at(now)
    expect(() => open(specKey, token, { ttlSeconds: vectors.ttlSeconds })).toThrow(new FernetError('invalid_token'))
  })
})

describe('seal and open', () => {
  test('give back every text, two seals of which differ', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.uint8Array({ minLength: 32, maxLength: 32 }), (text, key) => {
        const [first, second] = [seal(key, text), seal(key, text)]
        expect(first).not.toBe(second)
        expect(open(key, first)).toBe(text)
        expect(open(key, second)).toBe(text)
      }),
      { numRuns: 60 },
    )
  })

  test('take the initialisation vector from crypto.randomBytes and from nothing else', () => {
    const drawn: Buffer[] = []
    const random = vi.spyOn(cryptoModule, 'randomBytes')
    random.mockImplementation((length: number) => {
      const bytes = Buffer.alloc(length, drawn.length + 1)
      drawn.push(bytes)
      return bytes
    })
    const mathRandom = vi.spyOn(Math, 'random')
    const webRandom = vi.spyOn(globalThis.crypto, 'getRandomValues')
    const tokens = [seal(specKey, 'one'), seal(specKey, 'two')]
    const vectorsInTokens = tokens.map((token) => Buffer.from(token, 'base64url').subarray(9, 25).toString('hex'))
    expect(vectorsInTokens).toEqual(drawn.map((bytes) => bytes.toString('hex')))
    expect(random.mock.calls).toEqual([[16], [16]])
    expect(mathRandom).not.toHaveBeenCalled()
    expect(webRandom).not.toHaveBeenCalled()
  })

  test('fail when any one byte of a token is changed, dropped or added', () => {
    const token = seal(specKey, 'a'.repeat(40))
    const bytes = Buffer.from(token, 'base64url')
    const fails = (changed: Uint8Array) => expect(() => open(specKey, keyToText(changed))).toThrow(FernetError)
    bytes.forEach((byte, index) => {
      for (const mask of [0x01, 0x80, 0xff]) {
        const changed = Buffer.from(bytes)
        changed[index] = byte ^ mask
        fails(changed)
      }
      fails(Buffer.concat([bytes.subarray(0, index), bytes.subarray(index + 1)]))
      fails(Buffer.concat([bytes.subarray(0, index), Buffer.from([0]), bytes.subarray(index)]))
    })
  })

  test('fail for every other spelling of a token', () => {
    const token = seal(specKey, 'a'.repeat(33))
    for (const other of [` ${token}`, `${token}\n`, `${token}=`, token.replace(/=+$/, ''), token.replaceAll('_', '/'), `${token.slice(0, 20)}!${token.slice(20)}`, '']) {
      if (other !== token) expect(() => open(specKey, other), JSON.stringify(other)).toThrow(FernetError)
    }
  })

  test('fail under another key', () => {
    expect(() => open(randomBytes(32), seal(specKey, 'text'))).toThrow(new FernetError('invalid_token'))
  })

  test('refuse a key that does not have 32 bytes', () => {
    expect(() => seal(randomBytes(31), 'text')).toThrow(new FernetError('invalid_key'))
    expect(() => open(randomBytes(33), 'token')).toThrow(new FernetError('invalid_key'))
    expect(() => keyFromText(vectors.secret.slice(0, -1))).toThrow(new FernetError('invalid_key'))
  })

  test('name neither the text nor the key nor the token in an error', () => {
    const token = seal(specKey, 'very secret text')
    const error = (() => {
      try {
        return open(specKey, `${token.slice(0, -6)}AAAA==`)
      } catch (thrown) {
        return thrown
      }
    })()
    expect(error).toBeInstanceOf(FernetError)
    const said = `${String(error)} ${JSON.stringify(error)} ${(error as Error).stack ?? ''}`
    expect(said).not.toContain('very secret')
    expect(said).not.toContain(token.slice(10, 30))
    expect((error as Error).cause).toBeUndefined()
  })

  test('leave no method on strings, and read an old token whatever its age', () => {
    expect('lpad' in String.prototype).toBe(false)
    expect(open(specKey, vectors.verify.token)).toBe('hello')
  })
})

const python = '/usr/bin/python3'
const hasCryptography = existsSync(python) && spawnSync(python, ['-c', 'import cryptography.fernet']).status === 0
if (!hasCryptography) process.stderr.write('SKIPPED: Python’s cryptography (Debian: python3-cryptography) is absent; nothing else reads our Fernet tokens here.\n')

describe.skipIf(!hasCryptography)('Python’s cryptography', () => {
  const runPython = (lines: readonly string[], input: object) => {
    const { stdout, stderr, status } = spawnSync(python, ['-c', lines.join('\n')], { input: JSON.stringify(input), encoding: 'utf8' })
    expect(status, stderr).toBe(0)
    return JSON.parse(stdout) as unknown
  }
  const head = ['import json, sys', 'from cryptography.fernet import Fernet', 'given = json.load(sys.stdin)', 'f = Fernet(given["key"])']
  const texts = ['0123456789abcdef0123456789abcdef01234567', '', 'é 書 🗝', 'x'.repeat(1000)]
  const key = randomBytes(32)

  test('reads what we seal', () => {
    const tokens = texts.map((text) => seal(key, text))
    const script = [...head, 'print(json.dumps([f.decrypt(t.encode()).decode() for t in given["tokens"]]))']
    expect(runPython(script, { key: keyToText(key), tokens })).toEqual(texts)
  })

  test('seals what we read', () => {
    const script = [...head, 'print(json.dumps([f.encrypt(t.encode()).decode() for t in given["texts"]]))']
    const tokens = runPython(script, { key: keyToText(key), texts }) as string[]
    expect(tokens.map((token) => open(key, token))).toEqual(texts)
  })

  test('takes our time stamp as now', () => {
    const script = [...head, 'print(json.dumps(f.decrypt(given["token"].encode(), ttl=60).decode()))']
    expect(runPython(script, { key: keyToText(key), token: seal(key, 'fresh') })).toBe('fresh')
  })
})
