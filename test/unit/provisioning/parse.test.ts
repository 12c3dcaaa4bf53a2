import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OPEN_POLICY, USUAL_POLICY } from '../../../src/policy/policy'
import { authoritiesIn } from '../../../src/provisioning/authorities'
import { MOST_BYTES, parseProvision, type ProvisionProblem } from '../../../src/provisioning/parse'
import { provisionFileName, serializeProvision, type Provision } from '../../../src/provisioning/provision'
import { createTestAuthority } from '../../support/odoo/certificates'
import { inEnglish } from '../../../src/i18n/english'

const LEAST = { version: 1, url: 'https://northwind.odoo.com', login: 'maria@northwind.example' }
const KEY = '0123456789abcdef0123456789abcdef01234567'

const taken = (file: unknown): Provision => {
  const parsed = parseProvision(typeof file === 'string' || file instanceof Uint8Array ? file : JSON.stringify(file))
  if (!parsed.ok) throw new Error(inEnglish(parsed.problem.message))
  return parsed.provision
}
const refusal = (file: unknown): ProvisionProblem => {
  const parsed = parseProvision(typeof file === 'string' || file instanceof Uint8Array ? file : JSON.stringify(file, null, 2))
  if (parsed.ok) throw new Error('It was taken.')
  return parsed.problem
}

describe('a provisioning file', () => {
  it('may say no more than whereto and as whom', () => {
    expect(taken(LEAST)).toEqual({ name: 'northwind.odoo.com', url: 'https://northwind.odoo.com', database: '', login: 'maria@northwind.example', ca: '', glossary: [] })
  })

  it('says everything that a consultant may hand over', () => {
    const { ca } = createTestAuthority('Northwind CA')
    const provision = taken({
      ...LEAST, name: 'Northwind', url: 'https://erp.northwind.example/odoo/', database: 'live', ca,
      policy: { version: 2, models: { presets: ['sales'], others: 'refuse' } },
      glossary: [{ word: 'key  accounts', model: 'res.partner', domain: [['category_id.name', '=', 'Key']] }, { word: 'rentals', model: 'x_rental', domain: ' [["active", "=", true]] ' }],
    })
    expect(provision).toMatchObject({
      name: 'Northwind', url: 'https://erp.northwind.example', database: 'live', policy: { models: { presets: ['sales'], others: 'refuse' } },
      glossary: [
        { word: 'key accounts', model: 'res.partner', domain: '[["category_id.name","=","Key"]]' },
        { word: 'rentals', model: 'x_rental', domain: '[["active","=",true]]' },
      ],
    })
    expect(authoritiesIn(provision.ca)).toEqual([{ name: 'Northwind CA', fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/) as string, validUntil: expect.any(String) as string }])
  })

  it.each([
    ['with a byte-order mark', `\uFEFF${JSON.stringify(LEAST)}`],
    ['with line ends of Windows', JSON.stringify(LEAST, null, 2).replaceAll('\n', '\r\n')],
    ['with blank lines around it', `\n\n${JSON.stringify(LEAST)}\n \n`],
    ['of version 1 of the policy', JSON.stringify({ ...LEAST, policy: { version: 1, hiddenModels: [], hiddenFields: {} } })],
    ['without a certificate, said so', JSON.stringify({ ...LEAST, ca: null })],
    ['for this computer itself, without TLS', JSON.stringify({ ...LEAST, url: 'http://127.0.0.1:8069' })],
  ])('is taken %s', (_how, text) => {
    expect(taken(new TextEncoder().encode(text)).login).toBe('maria@northwind.example')
  })

  it('comes out of what was written as it went in', () => {
    const { ca } = createTestAuthority()
    const text = (max: number) => fc.string({ minLength: 1, maxLength: max, unit: 'grapheme' }).map((one) => one.replace(/[\p{C}\p{Z}]/gu, 'x')).filter((one) => one.length <= max && !/[0-9a-f]{40}/i.test(one))
    const provisions: fc.Arbitrary<Provision> = fc.record({
      name: text(80), url: fc.webAuthority().map((host) => `https://${host}`).filter((url) => isPlain(url)), database: fc.oneof(fc.constant(''), text(60)), login: text(100), ca: fc.constantFrom('', ca),
      policy: fc.constantFrom(OPEN_POLICY, USUAL_POLICY),
      glossary: fc.uniqueArray(fc.record({ word: text(40), model: fc.constantFrom('sale.order', 'x_rental'), domain: fc.constantFrom('', '[["state","=","sale"]]') }), { selector: ({ word }) => word.toLowerCase() }),
    })
    fc.assert(fc.property(provisions, (provision) => {
      expect(taken(serializeProvision(provision))).toEqual(provision)
    }), { seed: 20_261_127, numRuns: 80 })
  })

  it('is judged without a fall, whatever its bytes are', () => {
    const sound = new TextEncoder().encode(JSON.stringify({ ...LEAST, policy: { version: 2, models: { others: 'ask' } }, glossary: [{ word: 'a', model: 'b' }] }))
    const broken = fc.tuple(fc.nat(sound.length - 1), fc.uint8Array({ maxLength: 4 }), fc.nat(6)).map(([at, put, cut]) => Uint8Array.from([...sound.slice(0, at), ...put, ...sound.slice(at + cut)]))
    fc.assert(fc.property(fc.oneof(broken, fc.uint8Array({ maxLength: 200 }), fc.json().map((text) => new TextEncoder().encode(text))), (bytes) => {
      const parsed = parseProvision(bytes)
      if (!parsed.ok) expect(parsed.problem).toMatchObject({ message: expect.stringMatching(/^[A-Z"].*\.$/s) as string, hint: expect.stringMatching(/\.$/) as string })
    }), { seed: 20_261_127, numRuns: 600 })
  })

  it('has a sample in PROVISIONING.md that is sound', () => {
    const document = readFileSync(join(import.meta.dirname, '../../../PROVISIONING.md'), 'utf8')
    const [, sample = ''] = /```json\n([\s\S]+?)```/.exec(document) ?? []
    expect(taken(sample)).toMatchObject({ name: expect.any(String) as string, policy: { version: 2 }, glossary: [expect.anything()] })
  })
})

describe('a provisioning file with a secret', () => {
  it.each([
    ['an API key', { ...LEAST, apiKey: KEY }],
    ['an API key under another spelling', { ...LEAST, API_KEY: 'hunter2hunter2' }],
    ['a password', { ...LEAST, password: 'hunter2hunter2' }],
    ['a password deep inside', { ...LEAST, policy: { version: 2, models: { others: 'ask' }, odoo: { Password: 'hunter2hunter2' } } }],
    ['a key that is called a login', { ...LEAST, login: KEY }],
    ['a key in the address', { ...LEAST, url: `https://northwind.odoo.com/?t=${KEY}` }],
    ['a key as the name of a part', { ...LEAST, [KEY]: true }],
    ['a key beside a rule', { ...LEAST, policy: { version: 2, models: { others: 'ask' }, rows: { 'sale.order': [['note', '=', KEY]] } } }],
    ['a private key with the certificate', { ...LEAST, ca: '-----BEGIN PRIVATE KEY-----\nhunter2hunter2\n-----END PRIVATE KEY-----' }],
  ])('is refused for %s, which is not repeated', (_what, file) => {
    const problem = refusal(file)
    expect(problem.message).toBe('The file holds something like a key or a password. Vitrine takes no secret from a file.')
    expect(problem.line).toBeGreaterThan(1)
    expect(JSON.stringify(problem)).not.toMatch(/hunter2|0123456789abcdef/)
  })

  it('is refused for it also where the file is wrong otherwise', () => {
    expect(refusal({ version: 9, apiKey: KEY }).message).toContain('something like a key')
    expect(refusal(`{"version": 1, "login": "${KEY}", "login": "maria"}`).message).toContain('something like a key')
  })
})

describe('a provisioning file that is not sound', () => {
  const { ca } = createTestAuthority()
  it.each([
    ['is empty', ' \n', 'The file is empty.', undefined],
    ['is no JSON', 'version: 1', 'This is not a JSON value.', [1, 1]],
    ['is cut short', '{\r\n  "version": 1,\r\n  "url": "https://a', 'A string is not closed.', [3, 10]],
    ['lacks a comma', '{\n  "version": 1\n  "url": ""\n}', 'A comma is missing here.', [3, 3]],
    ['has a comment', '{ // for Maria\n  "version": 1 }', 'A comment may not stand here.', [1, 3]],
    ['is a list', [LEAST], 'it has no "version"', [1, 1]],
    ['is another JSON file', { name: 'vitrine-odoo' }, 'it has no "version"', [1, 1]],
    ['has a version that is none', { ...LEAST, version: '1' }, '"version" must be 1', [2, 14]],
    ['says something twice', '{ "version": 1, "url": "https://a.example", "url": "https://b.example", "login": "m" }', 'A part of the file stands there twice.', [1, 45]],
    ['has a part that is not known', { ...LEAST, odooVersion: 18 }, 'The file has an unknown part, "odooVersion".', [5, 18]],
    ['lacks the login', { version: 1, url: LEAST.url }, 'The file lacks "login"; it must be the login of an Odoo user.', undefined],
    ['has an empty login', { ...LEAST, login: ' ' }, '"login" must be the login', [4, 12]],
    ['has a number for a name', { ...LEAST, name: 7 }, 'The file has an unusable "name"', [5, 11]],
    ['has a name of two lines', { ...LEAST, name: 'North\nwind' }, 'The file has an unusable "name"', [5, 11]],
    ['has a name that runs backwards', { ...LEAST, name: 'North\u202Edniw' }, 'The file has an unusable "name"', [5, 11]],
    ['has no address', { ...LEAST, url: '' }, 'The address is empty.', [3, 10]],
    ['has an address of another kind', { ...LEAST, url: 'file:///etc/passwd' }, 'The address is not one of a web server.', [3, 10]],
    ['has a password in the address', { ...LEAST, url: 'https://maria:hunter2@a.example' }, 'The address holds a name or password.', [3, 10]],
    ['has more than an address', { ...LEAST, url: 'https://a.example/?debug=1' }, 'must be an address alone', [3, 10]],
    ['would send the key unencrypted', { ...LEAST, url: 'http://erp.northwind.example' }, 'would send everything unencrypted', [3, 10]],
    ['has a certificate that is none', { ...LEAST, ca: 'MIIB' }, '"ca" must be the PEM text', [5, 9]],
    ['has something else beside the certificate', { ...LEAST, ca: `${ca}-----BEGIN X509 CRL-----\nAA\n-----END X509 CRL-----` }, '"ca" must be the PEM text', [5, 9]],
    ['has rules of a newer version', { ...LEAST, policy: { version: 3 } }, 'The rules in "policy" are not sound. The policy was written by a newer version', [5, 13]],
    ['has rules that are not understood', { ...LEAST, policy: { version: 2, models: { others: 'ask' }, colours: {} } }, 'unknown part "colours"', [5, 13]],
    ['has rules that are none', { ...LEAST, policy: null }, 'The policy is not a JSON object.', [5, 13]],
    ['has words that are no list', { ...LEAST, glossary: {} }, '"glossary" must be a list', [5, 15]],
    ['has a word without a model', { ...LEAST, glossary: [{ word: 'a' }] }, 'Word 1 of "glossary" must be', [6, 5]],
    ['has a word with a filter that is none', { ...LEAST, glossary: [{ word: 'a', model: 'b', domain: 'x' }] }, 'Word 1 of "glossary" must be', [6, 5]],
    ['has a word twice', { ...LEAST, glossary: [{ word: 'A', model: 'b' }, { word: 'a ', model: 'c' }] }, 'Word 2 of "glossary" stands there twice.', [10, 5]],
    ['has too many words', { ...LEAST, glossary: Array.from({ length: 201 }, (_, at) => ({ word: `w${String(at)}`, model: 'b' })) }, 'more than 200 words', [5, 15]],
    ['is nested without end', '['.repeat(500_000), 'The text is nested too deeply.', [1, 1]],
    ['is nested too deeply', { ...LEAST, policy: JSON.parse(`${'['.repeat(60)}${']'.repeat(60)}`) as unknown }, 'The file is nested too deeply.', [1, 1]],
    ['holds a hundred thousand values and more', `[${'0,'.repeat(150_000)}0]`, 'it has no "version"', [1, 1]],
  ] as const)('is refused when it %s, with the place', (_how, file, message, place) => {
    const problem = refusal(file)
    expect(problem.message).toContain(message)
    expect(problem.line === undefined ? undefined : [problem.line, problem.column]).toEqual(place)
    expect(JSON.stringify(problem)).not.toContain('hunter2')
  })

  it('is refused when it is of a later version, with what to do', () => {
    expect(refusal({ version: 2, something: 'else' })).toEqual({
      message: 'The file was made for a newer Vitrine than this one.', hint: 'Install the newest Vitrine, then open the file again.', line: 2, column: 14,
    })
  })

  it('is refused when it is too large, before it is read', () => {
    expect(refusal(`{"version": 1, "name": "${'x'.repeat(MOST_BYTES)}"}`).message).toContain('larger than 1 MB')
  })

  it('is refused when it is written in UTF-16', () => {
    expect(refusal(new Uint8Array(Buffer.from(`\uFEFF${JSON.stringify(LEAST)}`, 'utf16le'))).message).toBe('The file is not text in UTF-8.')
  })
})

describe('the name of a file to hand over', () => {
  it.each([
    ['Northwind Trading', 'northwind-trading.vitrine'],
    ['Ça & là / ../x', 'ca-la-x.vitrine'],
    ['北風', 'connection.vitrine'],
    ['x'.repeat(300), `${'x'.repeat(60)}.vitrine`],
  ])('of %j is %s', (name, file) => {
    expect(provisionFileName(name)).toBe(file)
  })
})

function isPlain(url: string): boolean {
  return parseProvision(JSON.stringify({ ...LEAST, url })).ok && new URL(url).origin === url
}
