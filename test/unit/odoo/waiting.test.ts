import { describe, expect, it } from 'vitest'
import { VitrineError } from '../../../src/errors/vitrine-error'
import { createAgingCache } from '../../../src/odoo/aging-cache'
import { createFlights } from '../../../src/odoo/flights'
import { openScope } from '../../../src/odoo/scope'
import { createSlots } from '../../../src/odoo/slots'
import { trustedAuthorities, type TrustSource } from '../../../src/odoo/trust'
import { createTestAuthority } from '../../support/odoo/certificates'
import { failureOf } from '../../support/odoo/reader-of'

const HOUR = 3_600_000

describe('places at the sockets', () => {
  it('go to whoever asked first, and are given back once', async () => {
    const slots = createSlots(1)
    const { signal } = new AbortController()
    const first = await slots.take(signal)
    const order: number[] = []
    const queued = [1, 2, 3].map(async (number) => {
      const giveBack = await slots.take(signal)
      order.push(number)
      giveBack()
      giveBack()
    })
    first()
    await Promise.all(queued)
    expect(order).toEqual([1, 2, 3])
    await slots.take(signal)
    const abort = new AbortController()
    const late = failureOf(slots.take(abort.signal))
    abort.abort()
    expect((await late).code).toBe('cancelled')
    expect((await failureOf(slots.take(abort.signal))).code).toBe('cancelled')
  })
})

describe('a flight that many share', () => {
  it('is aborted when the last passenger has left, and not before', async () => {
    const flights = createFlights<string>(() => openScope(HOUR, undefined))
    const aborts = [new AbortController(), new AbortController()] as const
    let flown: AbortSignal | undefined
    const start = (signal: AbortSignal): Promise<string> => {
      flown = signal
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('gone'))))
    }
    const passengers = aborts.map(({ signal }) => failureOf(flights.join('key', start, signal)))
    aborts[0].abort()
    await passengers[0]
    expect(flown?.aborted).toBe(false)
    aborts[1].abort()
    await passengers[1]
    expect(flown?.aborted).toBe(true)
    // The next one starts anew.
    expect(await flights.join('key', async () => 'landed', new AbortController().signal)).toBe('landed')
  })

  it('remembers neither a success nor a failure', async () => {
    const flights = createFlights<number>(() => openScope(HOUR, undefined))
    const { signal } = new AbortController()
    let count = 0
    await expect(flights.join('key', async () => Promise.reject(new VitrineError('unreachable', 'no')), signal)).rejects.toThrow('no')
    expect(await flights.join('key', async () => (count += 1), signal)).toBe(1)
    expect(await flights.join('key', async () => (count += 1), signal)).toBe(2)
  })
})

describe('a cache that ages', () => {
  it('answers nothing that is old, and drops what is least used', () => {
    let now = 0
    const cache = createAgingCache<number>(2, 1000, { monotonicMs: () => now })
    cache.set('a', 1)
    now = 1000
    expect(cache.get('a')).toBe(1)
    now = 1001
    expect(cache.get('a')).toBeUndefined()
    cache.set('b', 2)
    cache.set('c', 3)
    cache.get('b')
    cache.set('d', 4)
    expect([cache.get('b'), cache.get('c'), cache.get('d')]).toEqual([2, undefined, 4])
  })
})

describe('the authorities to trust', () => {
  const { ca } = createTestAuthority()
  const none: TrustSource = { bundled: () => ['bundled'], system: () => undefined, readText: () => undefined }

  it('are the runtime’s own where there is nothing to add', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) expect(trustedAuthorities(platform, undefined, none)).toBeUndefined()
  })

  it('are the system’s as well: by the runtime where it can, else by the file of the distribution', () => {
    expect(trustedAuthorities('win32', undefined, { ...none, system: () => ['system'] })).toEqual(['bundled', 'system'])
    const fedora = { ...none, readText: (path: string) => (path.startsWith('/etc/pki/') ? ca : undefined) }
    expect(trustedAuthorities('linux', undefined, fedora)).toEqual(['bundled', ca])
    expect(trustedAuthorities('darwin', undefined, fedora)).toBeUndefined()
    expect(trustedAuthorities('linux', undefined, { ...none, readText: () => 'garbage' })).toBeUndefined()
  })

  it('are the connection’s own besides, never instead', () => {
    expect(trustedAuthorities('linux', `# mine\n${ca}`, none)).toEqual(['bundled', ca.trim()])
  })
})
