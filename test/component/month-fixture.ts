import type { MonthSummary } from '../../src/contract/month'

/** An ordinary month. */
export const MONTH: MonthSummary = {
  month: '2026-10',
  months: ['2026-11', '2026-10', '2026-09'],
  timeZone: 'Europe/Brussels',
  since: '2026-09-30T22:00:00.000Z',
  until: '2026-10-31T23:00:00.000Z',
  at: '2026-11-20T14:05:00.000Z',
  retentionDays: 90,
  activity: {
    calls: 1_292,
    questions: 1_204,
    records: 18_450,
    bytes: 4_812_004,
    models: [
      { model: 'sale.order', label: 'Sales Order', questions: 512, records: 9_804, bytes: 2_204_113 },
      { model: 'account.move', label: 'Journal Entry', questions: 301, records: 4_120, bytes: 1_204_000 },
      { model: 'res.partner', label: 'Contact', questions: 188, records: 2_410, bytes: 610_220 },
      { model: 'product.product', label: 'Product Variant', questions: 92, records: 1_310, bytes: 420_100 },
      { model: 'purchase.order', label: 'Purchase Order', questions: 61, records: 502, bytes: 190_400 },
      { model: 'stock.quant', label: 'Quants', questions: 29, records: 260, bytes: 120_050 },
      { model: 'crm.lead', label: 'Lead', questions: 21, records: 44, bytes: 63_121 },
    ],
    askers: [
      { clientId: 'claude-desktop', connectionId: 'c1', odooUser: 'maria@northwind.example', questions: 1_120, records: 17_020, bytes: 4_310_004 },
      { clientId: 'report-script', connectionId: 'c1', odooUser: 'maria@northwind.example', questions: 84, records: 1_430, bytes: 502_000 },
    ],
    unanswered: [
      { outcome: 'refused', code: 'not_allowed_by_policy', count: 61 },
      { outcome: 'refused', code: 'rate_limited', count: 19 },
      { outcome: 'failed', code: 'timeout', count: 8 },
    ],
    consents: [{ clientId: 'claude-desktop', model: 'stock.quant', label: 'Quants', grant: 'session', count: 29 }],
    newModels: ['stock.quant'],
    newFields: [{ model: 'sale.order', fields: ['margin', 'x_region'] }],
    notes: [
      { kind: 'alert', detail: 'new_model', rows: 1, sum: 0 },
      { kind: 'alert', detail: 'rate_limit', rows: 2, sum: 0 },
      { kind: 'connection_refused', detail: 'wrong_key', rows: 1, sum: 4 },
      { kind: 'purged', detail: '', rows: 30, sum: 1_180 },
    ],
    lastRow: 41_204,
  },
  names: { 'claude-desktop': 'Claude Desktop', 'report-script': 'Report script', 'c1': 'Northwind Trading' },
  decisions: [{ clientId: 'claude-desktop', model: 'hr.leave', label: 'Time Off', answer: 'never', decidedAt: '2026-10-14T09:00:00.000Z' }],
  keys: [
    { kind: 'odoo', name: 'Northwind Trading', since: '2026-03-02T09:00:00.000Z', lastUsed: '2026-11-20T14:02:11.000Z', expiry: { kind: 'on', at: '2026-12-02T09:00:00.000Z', certainty: 'sure' } },
    { kind: 'client', name: 'Claude Desktop', since: '2026-10-02T09:12:00.000Z', lastUsed: '2026-11-20T13:58:00.000Z', expiry: { kind: 'never' } },
    { kind: 'client', name: 'Report script', since: '2026-04-02T09:12:00.000Z', lastUsed: '2026-11-02T13:58:00.000Z', expiry: { kind: 'never' } },
    { kind: 'master', name: '', since: '2026-09-01T08:00:00.000Z', expiry: { kind: 'never' } },
  ],
}

/** A month in which nobody asked. */
export const QUIET_MONTH: MonthSummary = {
  ...MONTH,
  month: '2026-11',
  months: ['2026-11'],
  since: '2026-10-31T23:00:00.000Z',
  until: '2026-11-30T23:00:00.000Z',
  activity: { calls: 0, questions: 0, records: 0, bytes: 0, models: [], askers: [], unanswered: [], consents: [], newModels: [], newFields: [], notes: [], lastRow: 0 },
  decisions: [],
}
