import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keyToText, seal } from '../../../src/credentials/fernet'
import { redact } from '../../../src/logging/redact'

const homeDir = '/home/anna'
const clean = (text: string, secrets: readonly string[] = []) => redact(text, { homeDir, secrets })

const hex = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
/** Text around a secret: words, punctuation, quotes, line ends. */
const around = fc.string({ unit: fc.constantFrom(...' .,;:!?()[]{}"\'\n\t=ab<>/'), maxLength: 12 }).map((text) => ` ${text} `)

describe('redact', () => {
  test.each([
    ['an Odoo key', 'key 0123456789abcdef0123456789abcdef01234567 used', 'key <key> used'],
    ['a header', 'Authorization: bearer abc.def-ghi', 'Authorization: <redacted>'],
    ['a header in JSON', '{"authorization":"Bearer abc","x":1}', '{"authorization":"<redacted>","x":1}'],
    ['a cookie', 'set-cookie: session_id=1234; Path=/', 'set-cookie: <redacted>'],
    ['a bearer token in a sentence', 'sent bearer abcdef123456 twice', 'sent bearer <redacted> twice'],
    ['a password in an address', 'https://anna:p@ss@odoo.example.com:8443/web', 'https://<host>:8443/web'],
    ['a password in a query', 'GET /web?db=main&password=hunter2&x=1', 'GET /web?db=main&password=<redacted>&x=1'],
    ['a password in JSON', '{"password": "hunter 2", "x": 1}', '{"password": "<redacted>", "x": 1}'],
    ['an e-mail address', 'login anna.smith+odoo@example.co.uk failed', 'login <e-mail> failed'],
    ['a login without a domain', 'login anna@intranet failed', 'login <e-mail> failed'],
    ['the home directory', 'open /home/anna/.vitrine/run', 'open ~/.vitrine/run'],
    ['another home directory', 'open /Users/bob/x and C:\\Users\\Bob Smith', 'open ~/x and ~ Smith'],
    ['a host in a DNS error', 'getaddrinfo ENOTFOUND erp.acme.example', 'getaddrinfo ENOTFOUND <host>'],
    ['an address in a socket error', 'connect ECONNREFUSED 192.168.1.20:8069', 'connect ECONNREFUSED <host>:8069'],
    ['an IPv6 address', 'connect to fe80:0:0:0:1:2:3:4 failed', 'connect to <host> failed'],
    ['hosts in a certificate error', "Host: a.example. is not in the cert's altnames: DNS:b.example, DNS:c.example", "Host: <host> is not in the cert's altnames: DNS:<host>, DNS:<host>"],
    ['an Odoo Online host', 'talking to acme.odoo.com now', 'talking to <host> now'],
    ['an address', 'POST https://erp.acme.example/json/2/res.partner/search', 'POST https://<host>/json/2/res.partner/search'],
  ])('takes out %s', (_, text, expected) => {
    expect(clean(text)).toBe(expected)
  })

  test.each([
    'sale.order search_read 20 rows 14 ms',
    'http://localhost:8069/web/version and http://127.0.0.1:8070/',
    'Odoo 18.0+e on PostgreSQL 16.2',
    'app://vitrine/index.html',
    'module src/odoo/client.ts:12:34',
    'token bucket is empty',
    '2026-03-04T05:06:07.089Z',
  ])('leaves "%s" alone', (text) => {
    expect(clean(text)).toBe(text)
  })

  test('lets no Odoo key through, wherever it stands', () => {
    fc.assert(fc.property(hex(40), around, around, (key, before, after) => void expect(clean(before + key + after)).not.toContain(key)))
  })

  test('lets no Fernet token and no key of 32 bytes through', () => {
    fc.assert(
      fc.property(bytes(32), around, around, (key, before, after) => {
        const token = seal(key, 'text')
        const asText = keyToText(key)
        // An all-equal key such as AAAA… does not look like a key; a random one always does.
        fc.pre(/[a-z]/.test(asText) && /[A-Z]/.test(asText))
        const result = clean(`${before}${token}${after}${asText}${after}${asText.slice(0, -1)}${before}`)
        expect(result).not.toContain(token.slice(0, 30))
        expect(result).not.toContain(asText.slice(0, -1))
      }),
      { numRuns: 50 },
    )
  })

  test('lets no registered string through, in none of its spellings', () => {
    const secret = fc.string({ unit: 'grapheme', minLength: 4, maxLength: 40 }).filter((text) => !/^[<>a-z•~ -]+$/i.test(text) && !text.includes('•'))
    fc.assert(
      fc.property(secret, around, (text, between) => {
        const spellings = [text, JSON.stringify(text), encodeURIComponent(text), Buffer.from(text).toString('base64')]
        const result = clean(spellings.join(between), [text])
        for (const spelling of spellings) expect(result).not.toContain(spelling)
      }),
    )
  })

  test('takes out the longer of two registered strings as a whole', () => {
    expect(clean('abcd-efgh', ['abcd', 'abcd-efgh'])).toBe('•••')
  })

  test('ignores registered strings too short to be told from words', () => {
    expect(clean('an apple', ['an'])).toBe('an apple')
  })

  test('changes nothing more the second time', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 80 }),
      fc.array(fc.oneof(hex(40), fc.emailAddress(), fc.webUrl({ withQueryParameters: true }), fc.ipV4(), fc.ipV6(), around)).map((parts) => parts.join(' ')),
    )
    fc.assert(fc.property(text, (given) => void expect(clean(clean(given))).toBe(clean(given))))
  })

  test('lets no e-mail address and no host of an address through', () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.domain(), around, (email, domain, between) => {
        fc.pre(domain.length > 6 && !domain.startsWith('localhost') && !/[=/&?]@/.test(email))
        const result = clean(`${email}${between}https://${domain}/web${between}getaddrinfo ENOTFOUND ${domain}`)
        expect(result).not.toContain(email)
        expect(result).not.toContain(domain)
      }),
    )
  })

  test.each(['C:\\Users\\Anna', '/var/lib/people/anna'])('knows the home directory %s in every spelling', (home) => {
    const file = `${home}${home.includes('\\') ? '\\' : '/'}x`
    for (const text of [file, JSON.stringify(file), file.replaceAll('\\', '/'), encodeURI(file), file.toLowerCase()]) {
      expect(redact(text, { homeDir: home, secrets: [] }).toLowerCase()).not.toContain('anna')
    }
  })

  test('does not take a directory whose name begins alike for the home directory', () => {
    expect(redact('/srv/ann and /srv/anna', { homeDir: '/srv/ann', secrets: [] })).toBe('~ and /srv/anna')
  })

  test('stays quick on long and hostile text', () => {
    // A quadratic pattern would take minutes here and end in the test's time limit.
    for (const piece of ['a', 'a.', 'a@', 'http://', '"', '1.', 'password=', 'a:', randomBytes(3).toString('hex')]) clean(piece.repeat(100_000))
  })
})
