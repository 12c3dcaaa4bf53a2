import { describe, expect, it } from 'vitest'
import { configurationOf } from '../../../src/service/evidence/configuration'
import { settingsSchema } from '../../../src/settings/schema'

const AT = '2026-11-01T00:00:00.000Z'
const hash = (digit: string): string => digit.repeat(64)
const SECRETS = {
  keyHash: hash('a'), formerHash: hash('b'), webhookPath: 'T0HOOKSECRET', webhookQuery: 'QUERYSECRET', caFile: '/secret/place/ca.pem', word: 'secretword', domain: 'secretdomain', alertAddress: '203.0.113.77', unknown: 'added-by-a-later-version',
}

const settings = settingsSchema.parse({
  schemaVersion: 2,
  connections: [{ id: 'c1', name: 'Northwind', url: 'https://northwind.example', database: 'northwind', login: 'maria@northwind.example', caFile: SECRETS.caFile, createdAt: AT }],
  activeConnectionId: 'c1',
  clients: [
    { id: 'cursor', name: 'Cursor', keyHash: SECRETS.keyHash, createdAt: AT, keySince: '2026-11-05T00:00:00.000Z', former: { keyHash: SECRETS.formerHash, until: '2026-12-01T00:00:00.000Z' }, transport: 'http' },
  ],
  glossary: [{ word: SECRETS.word, model: 'res.partner', domain: SECRETS.domain }],
  alerts: { off: [], listed: [{ id: 'x1', kind: 'http_refused', time: AT, address: SECRETS.alertAddress, seen: false }], volumes: [] },
  webhook: { url: `https://hooks.example/${SECRETS.webhookPath}?token=${SECRETS.webhookQuery}`, network: 'internet' },
})

describe('the configuration in a pack', () => {
  const withMore = { ...settings, futureSecret: SECRETS.unknown, clients: settings.clients.map((client) => ({ ...client, futureSecret: SECRETS.unknown })), connections: settings.connections.map((one) => ({ ...one, apiKey: SECRETS.unknown })) }
  const text = JSON.stringify(configurationOf(withMore))

  it.each(Object.entries(SECRETS))('does not hold %s', (_, secret) => {
    expect(text).not.toContain(secret)
  })

  it('holds what matters for protection', () => {
    expect(configurationOf(settings)).toMatchObject({
      connections: [{ id: 'c1', url: 'https://northwind.example', login: 'maria@northwind.example', isActive: true, ownCertificateAuthority: true, keySince: AT, couldChange: 'not looked at' }],
      clients: [{ id: 'cursor', transport: 'http', keySince: '2026-11-05T00:00:00.000Z', oldKeyValidUntil: '2026-12-01T00:00:00.000Z', paused: false, rules: 'policies/all-clients.json' }],
      journal: { retentionDays: 90, strictRecording: true },
      webhook: { host: 'hooks.example', network: 'internet' },
      httpEndpoint: { enabled: false },
    })
  })
})
