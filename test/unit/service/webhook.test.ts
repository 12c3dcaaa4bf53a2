import { describe, expect, it } from 'vitest'
import { isPublicAddress } from '../../../src/service/webhook/private-addresses'
import { isGivenUp, waitMs } from '../../../src/service/webhook/retries'
import { signatureOf } from '../../../src/service/webhook/signature'

describe('the address of a webhook', () => {
  it.each([
    '127.0.0.1', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '255.255.255.255', '224.0.0.1',
    '::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '3fff::1', '5f00::1', '::7f00:1', 'localhost', '',
  ])('%s is private', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it.each(['1.1.1.1', '172.15.0.1', '172.32.0.1', '192.167.1.1', '2606:4700::1111', '::ffff:1.1.1.1'])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })
})

describe('retries', () => {
  it('wait longer each time, up to six hours', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map((attempts) => waitMs(attempts) / 1_000)).toEqual([30, 120, 480, 1_920, 7_680, 21_600, 21_600])
  })

  it('end after eight attempts or a day', () => {
    const createdAt = '2026-11-20T10:00:00.000Z'
    const at = Date.parse(createdAt)
    expect(isGivenUp({ attempts: 7, createdAt }, at)).toBe(false)
    expect(isGivenUp({ attempts: 8, createdAt }, at)).toBe(true)
    expect(isGivenUp({ attempts: 1, createdAt }, at + 86_400_000)).toBe(true)
  })
})

describe('the signature', () => {
  it('is that of time and body under the secret', () => {
    // Reckoned with: printf '1764000000.{"id":"a"}' | openssl dgst -sha256 -hmac secret
    expect(signatureOf('secret', 1_764_000_000_999, '{"id":"a"}')).toBe('t=1764000000,v1=996eae0cf9aa900dfc28a7ab6483ac137341963f158f182680df3be556f4446c')
  })

  it('differs for another time, body or secret', () => {
    const all = [signatureOf('a', 0, 'x'), signatureOf('a', 1_000, 'x'), signatureOf('a', 0, 'y'), signatureOf('b', 0, 'x')]
    expect(new Set(all).size).toBe(4)
  })
})
