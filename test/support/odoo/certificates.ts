import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'

/** A certificate and its key as PEM, made for one test run. */
export interface TestCertificate {
  readonly cert: string
  readonly key: string
}

export interface TestAuthority {
  /** The authority's own certificate, as a user would choose it. */
  readonly ca: string
  readonly issue: (options: { readonly name: string; readonly validFrom?: Date; readonly validTo?: Date }) => TestCertificate
}

const OID = {
  commonName: '550403',
  ecdsaWithSha256: '2a8648ce3d040302',
  subjectAltName: '551d11',
  basicConstraints: '551d13',
} as const

/** A private certificate authority. Encoded by hand, because Node can sign but not write certificates. */
export function createTestAuthority(name = 'Test authority'): TestAuthority {
  const keys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const sign = (subject: string, publicKey: KeyObject, from: Date, to: Date, extensions: Buffer[]): string => {
    const algorithm = sequence(oid(OID.ecdsaWithSha256))
    const serial = integer(Buffer.from([1 + (serialNumber++ % 127)]))
    const body = sequence(
      explicit(0, integer(Buffer.from([2]))),
      serial,
      algorithm,
      distinguishedName(name),
      sequence(time(from), time(to)),
      distinguishedName(subject),
      publicKey.export({ type: 'spki', format: 'der' }),
      explicit(3, sequence(...extensions)),
    )
    const signature = createSign('sha256').update(body).sign(keys.privateKey)
    return pem(sequence(body, algorithm, bits(signature)))
  }
  const isAuthority = extension(OID.basicConstraints, sequence(der(0x01, Buffer.from([0xff]))))
  const years = (count: number): Date => new Date(Date.now() + count * 365 * 86_400_000)

  return {
    ca: sign(name, keys.publicKey, years(-1), years(1), [isAuthority]),
    issue: ({ name: host, validFrom = years(-0.5), validTo = years(0.5) }) => {
      const own = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
      const isAddress = /^[\d.]+$/.test(host)
      const alternative = isAddress ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host, 'ascii'))
      return {
        cert: sign(host, own.publicKey, validFrom, validTo, [extension(OID.subjectAltName, sequence(alternative))]),
        key: own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      }
    },
  }
}

let serialNumber = 0

function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...parts: Buffer[]): Buffer => der(0x30, Buffer.concat(parts))
const explicit = (tag: number, part: Buffer): Buffer => der(0xa0 + tag, part)
const integer = (content: Buffer): Buffer => der(0x02, content)
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'))
const bits = (content: Buffer): Buffer => der(0x03, Buffer.concat([Buffer.from([0]), content]))
const extension = (id: string, value: Buffer): Buffer => sequence(oid(id), der(0x04, value))
const distinguishedName = (name: string): Buffer => sequence(der(0x31, sequence(oid(OID.commonName), der(0x0c, Buffer.from(name)))))
const time = (date: Date): Buffer => der(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`))
const pem = (content: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${(content.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`
