import { chmod, readFile, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createLog, type LogLevel } from '../../../src/logging/log'
import { rotatingFile } from '../../../src/logging/rotating-file'
import { temporaryDirectory } from '../../support/temporary-directory'

const apiKey = '0123456789abcdef0123456789abcdef01234567'

function logInMemory(level?: LogLevel) {
  const lines: string[] = []
  const log = createLog({
    write: (line) => lines.push(line),
    now: () => Date.parse('2026-03-04T05:06:07.089Z'),
    homeDir: '/home/anna',
    ...(level === undefined ? {} : { level }),
  })
  return { log, lines }
}

describe('the log', () => {
  test('writes one line an event, with time, level, message and fields', () => {
    const { log, lines } = logInMemory()
    log.info('Listening', { socket: 'vitrine.sock', clients: 2 })
    expect(lines).toEqual(['2026-03-04T05:06:07.089Z info Listening {"socket":"vitrine.sock","clients":2}\n'])
  })

  test('leaves out what is less important than its level', () => {
    const { log, lines } = logInMemory('warn')
    log.error('one')
    log.warn('two')
    log.info('three')
    log.debug('four')
    expect(lines.map((line) => line.split(' ')[1])).toEqual(['error', 'warn'])
  })

  test('cannot be made to write a line of its own', () => {
    const { log, lines } = logInMemory()
    log.info('one\n2026-03-04T05:06:07.089Z error forged\r\u2028\u001b[2K', { name: 'a\nb' })
    expect(lines).toHaveLength(1)
    expect(lines[0]?.slice(0, -1)).not.toMatch(/[\r\n\u2028\u001b]/)
  })

  test('redacts message, fields, names of fields, nested values and errors', () => {
    const { log, lines } = logInMemory()
    const cause = Object.assign(new Error(`getaddrinfo ENOTFOUND erp.acme.example`), { code: 'ENOTFOUND', hostname: 'erp.acme.example' })
    const error = new Error(`request with ${apiKey} to https://erp.acme.example/json failed`, { cause })
    log.error(`key ${apiKey}`, { error, list: [{ deep: { mail: 'anna@example.com' } }], [apiKey]: 1, path: '/home/anna/x' })
    const line = lines.join('')
    expect(line).not.toContain(apiKey)
    expect(line).not.toContain('acme')
    expect(line).not.toContain('anna')
    expect(line).toContain('ENOTFOUND')
    expect(line).toContain('"path":"~/x"')
  })

  test('leaves out whole values by the name of their field', () => {
    const { log, lines } = logInMemory()
    log.info('x', { password: 'a b c', headers: { authorization: 'Digest a="b"' }, apiKey: { a: 1 }, tokenCount: 12, host: 'intranet' })
    expect(lines[0]).toContain('{"password":"<redacted>","headers":{"authorization":"<redacted>"},"apiKey":"<redacted>","tokenCount":12,"host":"<host>"}')
  })

  test('keeps registered strings out until they are taken back', () => {
    const { log, lines } = logInMemory()
    const forget = log.register('correct horse')
    const forgetAgain = log.register('correct horse')
    log.info('a correct horse', { b: 'correct horse' })
    forget()
    log.info('a correct horse')
    forgetAgain()
    log.info('a correct horse')
    expect(lines.map((line) => line.includes('correct horse'))).toEqual([false, false, true])
  })

  test('does not write half a secret where it cuts a long text', () => {
    const { log, lines } = logInMemory()
    log.register('correct horse battery staple')
    for (let length = 8_160; length < 8_195; length += 1) log.info(`${'x'.repeat(length)}correct horse battery staple`)
    expect(lines.join('')).not.toContain('corr')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(8_400)
  })

  test('takes anything without throwing: cycles, buffers, functions, bigints', () => {
    const { log, lines } = logInMemory()
    const cycle: Record<string, unknown> = {}
    cycle['self'] = cycle
    log.info('x', { cycle, buffer: Buffer.from('secret'), run: () => 1, big: 10n, nothing: undefined, symbol: Symbol('s') })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('"buffer":"<6 bytes>"')
  })
})

describe('the rotating file', () => {
  test('keeps two files below their size, for their owner alone', async () => {
    const path = join(await temporaryDirectory(), 'logs', 'vitrine.log')
    const write = rotatingFile(path, { maxBytes: 100 })
    for (let index = 10; index < 40; index += 1) write(`line ${index} ${'é'.repeat(10)}\n`)
    expect((await readdir(join(path, '..'))).sort()).toEqual(['vitrine.log', 'vitrine.log.1'])
    for (const file of [path, `${path}.1`]) {
      const { size, mode } = await stat(file)
      expect(size).toBeLessThanOrEqual(100)
      expect(mode & 0o777).toBe(0o600)
    }
    expect((await stat(join(path, '..'))).mode & 0o777).toBe(0o700)
    const last = `${await readFile(`${path}.1`, 'utf8')}${await readFile(path, 'utf8')}`
    expect(last).toContain('line 39')
    expect(last.split('\n').filter((line) => line.startsWith('line')).length).toBeGreaterThanOrEqual(4)
  })

  test('goes on where an earlier run stopped, and takes wider permissions back', async () => {
    const path = join(await temporaryDirectory(), 'vitrine.log')
    rotatingFile(path, { maxBytes: 1_000 })('one\n')
    await chmod(path, 0o644)
    rotatingFile(path, { maxBytes: 1_000 })('two\n')
    expect(await readFile(path, 'utf8')).toBe('one\ntwo\n')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  test('never throws', () => {
    rotatingFile('/dev/null/no/such/place.log', { maxBytes: 100 })('line\n')
  })
})
