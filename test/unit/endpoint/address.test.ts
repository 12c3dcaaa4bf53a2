import { describe, expect, test } from 'vitest'
import { clientKeyFile, endpointAddress, isClientId, isSocketName, parseEndpointFile, vitrinePaths } from '../../../src/endpoint/address'

const fixedBytes = (length: number): Buffer => Buffer.alloc(length, 0xab)
const linux = { platform: 'linux', homeDir: '/home/ada', tempDir: '/tmp', randomBytes: fixedBytes } as const
const mac = { platform: 'darwin', homeDir: '/Users/ada', tempDir: '/var/folders/zz/abc/T', randomBytes: fixedBytes } as const
const windows = { platform: 'win32', homeDir: 'C:\\Users\\Ada', tempDir: 'C:\\Temp', randomBytes: fixedBytes } as const

describe('the address of the endpoint', () => {
  test.each([linux, mac])('is a socket in the run directory on $platform', (host) => {
    const runDir = `${host.homeDir}/.vitrine/run`
    expect(endpointAddress(host)).toEqual({ kind: 'socket', address: `${runDir}/vitrine-abababab.sock`, directory: runDir })
  })

  test('is a pipe on Windows, named by a hash of the user and at random', () => {
    const { kind, address } = endpointAddress(windows)
    expect(kind).toBe('pipe')
    expect(address).toMatch(/^\\\\\.\\pipe\\vitrine-[0-9a-f]{12}-(ab){16}$/)
    expect(address).not.toContain('Ada')
    expect(endpointAddress({ ...windows, homeDir: 'c:\\users\\ada' }).address).toBe(address)
    expect(endpointAddress({ ...windows, homeDir: 'C:\\Users\\Bob' }).address).not.toBe(address)
  })

  test.each([
    { ...linux, longest: 107 },
    { ...mac, longest: 103 },
  ])('never exceeds what a socket of $platform can be called', ({ longest, ...host }) => {
    for (let length = 1; length < 200; length += 1) {
      const { address, directory, directoryIsOwn } = endpointAddress({ ...host, homeDir: `/${'é'.repeat(length)}` })
      expect(Buffer.byteLength(address)).toBeLessThanOrEqual(longest)
      if (directoryIsOwn) expect(directory).toBe(`${host.tempDir}/vitrine-abababab`)
    }
  })

  test('says so when no path is short enough', () => {
    const long = `/${'x'.repeat(200)}`
    expect(() => endpointAddress({ ...linux, homeDir: long, tempDir: long })).toThrow(RangeError)
  })
})

describe('paths that application and relay agree on', () => {
  test('follow the system in their separator', () => {
    expect(vitrinePaths(linux).endpointFile).toBe('/home/ada/.vitrine/run/endpoint.json')
    expect(vitrinePaths(windows).endpointFile).toBe('C:\\Users\\Ada\\.vitrine\\run\\endpoint.json')
    expect(clientKeyFile(windows, 'claude-desktop')).toBe('C:\\Users\\Ada\\.vitrine\\clients\\claude-desktop.key')
  })

  test.each(['', '.', '..', '../x', 'a/b', 'a\\b', 'Claude', 'a b', 'a.key', '-a', 'x'.repeat(65), 'a\n'])('refuse %j as a client id', (id) => {
    expect(isClientId(id)).toBe(false)
    expect(() => clientKeyFile(linux, id)).toThrow(RangeError)
  })

  test('know our sockets by name', () => {
    expect(isSocketName('vitrine-0123abcd.sock')).toBe(true)
    for (const name of ['endpoint.json', 'vitrine-0123abcd.sock.bak', 'vitrine-xyz.sock', 'other-0123abcd.sock']) expect(isSocketName(name)).toBe(false)
  })
})

describe('an endpoint file', () => {
  const runKey = Buffer.alloc(32, 7).toString('base64url')
  const whole = { version: 1, address: '/a.sock', runKey, pid: 42 }

  test('is read as it was written', () => {
    expect(parseEndpointFile(JSON.stringify(whole))).toEqual(whole)
  })

  test.each(['', '{', 'null', '[]', '{}', ...(['version', 'address', 'runKey', 'pid'] as const).map((key) => JSON.stringify({ ...whole, [key]: undefined }))])(
    'is nothing when it reads %j',
    (text) => {
      expect(parseEndpointFile(text)).toBeNull()
    },
  )

  test.each([{ version: 2 }, { address: '' }, { address: 7 }, { runKey: 'short' }, { runKey: Buffer.alloc(33).toString('base64url') }, { pid: '42' }])(
    'is nothing with %j',
    (change) => {
      expect(parseEndpointFile(JSON.stringify({ ...whole, ...change }))).toBeNull()
    },
  )
})
