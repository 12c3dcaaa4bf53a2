import { describe, expect, it } from 'vitest'
import { supportText, type SupportFacts } from '../../../src/service/support-text'
import { ALERTS, CLIENT_STATUSES, CONNECTION, KEYED_CLIENTS, problem, STATE } from '../../component/fixtures'

const FACTS: SupportFacts = {
  madeAt: '2026-11-20T14:03:00.000Z',
  timeZone: 'Europe/Brussels',
  system: 'Linux 6.1.0, x64',
  homeDir: '/home/maria',
  log: '{"level":"error","message":"Northwind Trading did not answer","host":"northwind.odoo.com"}\n{"level":"info","message":"for maria@northwind.example in northwind-live, see /home/maria/x"}\n',
}

describe('the information for support', () => {
  it('says versions, states and numbers', () => {
    const text = supportText({ ...STATE, connection: problem('key_rejected', '', ''), alerts: ALERTS, clientStatuses: CLIENT_STATUSES, clients: KEYED_CLIENTS }, FACTS)
    for (const part of [`Vitrine ${STATE.app.version}`, 'system: Linux 6.1.0, x64', 'state: problem: key_rejected', 'connections: 1', 'Claude Desktop: registered', 'kept for 90 days', 'did not answer']) {
      expect(text).toContain(part)
    }
  })

  it('names nobody and nothing of the company, wherever it stands', () => {
    const connection = { ...CONNECTION, name: 'Northwind Trading', url: 'https://northwind.odoo.com', database: 'northwind-live', login: 'maria@northwind.example' }
    const text = supportText({ ...STATE, connections: [connection], clients: KEYED_CLIENTS }, FACTS)
    for (const name of ['orthwind', 'maria', '/home']) expect(text).not.toContain(name)
    for (const { name } of KEYED_CLIENTS.filter(({ name }) => name === 'Report script')) expect(text).not.toContain(name)
  })

  it('says so where there is nothing', () => {
    expect(supportText({ ...STATE, alerts: [], notices: [] }, { ...FACTS, log: '' })).toMatch(/ALERTS\nnone\n\nNOTICES\nnone\n\nLOG\nempty\n$/)
  })
})
