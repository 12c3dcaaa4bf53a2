import { randomBytes } from 'node:crypto'
import { drawReceipt } from '../../src/activity/receipt'
import type { NewActivityEvent } from '../../src/contract/activity'

/** A question as it is recorded; parts of it as wanted. */
export function sampleEvent(part: Partial<NewActivityEvent> = {}): NewActivityEvent {
  return {
    receipt: drawReceipt(randomBytes),
    time: '2026-11-22T11:59:30.000Z',
    offsetMinutes: 60,
    clientName: 'Claude Desktop',
    clientVersion: '1.2.3',
    clientId: 'claude-desktop',
    connectionId: 'c1',
    odooUser: 'maria@example.com',
    tool: 'odoo_search',
    model: 'sale.order',
    modelLabel: 'Sales Order',
    methods: ['search_read', 'search_count'],
    companies: [1],
    fields: ['name', 'amount_total'],
    hiddenFields: [],
    filterShape: 'state in and date_order >=',
    rows: 20,
    total: 143,
    bytes: 2048,
    ms: 31.4,
    odooMs: 20.1,
    outcome: 'answered',
    ...part,
  }
}
