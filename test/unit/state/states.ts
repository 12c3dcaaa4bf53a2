import { USUAL_LIMITS } from '../../../src/contract/client-keys'
import type { ActivityEvent } from '../../../src/contract/activity'
import type { AppState } from '../../../src/contract/app-state'
import { USUAL_POLICY } from '../../../src/policy/policy'

export const emptyState: AppState = {
  app: { version: '1.0.0', electron: '45.0.0', platform: 'linux', journalPath: '/home/maria/journal.sqlite', languages: [] },
  connection: { kind: 'none' },
  connections: [],
  claude: { kind: 'not_registered', path: '/home/maria/claude.json', running: false, sessions: [] },
  clientStatuses: [],
  clients: [],
  http: { state: 'off', address: 'http://127.0.0.1:28069/mcp' },
  questions: [],
  decisions: [],
  foundOdoo: null,
  hints: [],
  rightsProbe: null,
  provision: null,
  settings: { startAtLogin: false, theme: 'system', language: 'system', notifications: true, retentionDays: 90, strictRecording: true, policy: USUAL_POLICY, glossary: [], limits: USUAL_LIMITS, http: { enabled: false, port: 28069 }, alerts: { off: [] }, onboarding: { accessChosen: false, left: false }, webhook: null },
  notices: [],
  journal: { status: 'recording', unrecorded: 0, checked: null },
  alerts: [],
  lastActivity: null,
}

export const northwind = { id: 'a1', name: 'Northwind & Sons', url: 'https://erp.example', database: 'nw', login: 'maria', isActive: true }

export const connectedState: AppState = {
  ...emptyState,
  connections: [northwind],
  connection: {
    kind: 'connected',
    since: '2026-11-22T10:00:00.000Z',
    odooVersion: '19.0',
    protocol: 'json2',
    userName: 'Maria',
    companies: ['Northwind'],
  },
}

export const searchEvent: ActivityEvent = {
  id: 1,
  receipt: '7K3M9QXA',
  time: '2026-11-22T12:04:00.000Z',
  offsetMinutes: 0,
  clientName: 'Claude',
  clientVersion: '1.0',
  clientId: 'claude-desktop',
  connectionId: 'a1',
  odooUser: 'maria',
  tool: 'odoo_search',
  model: 'sale.order',
  modelLabel: 'Sales Order',
  methods: ['search_read', 'search_count'],
  companies: [1],
  fields: ['name'],
  hiddenFields: [],
  filterShape: '',
  rows: 20,
  total: 143,
  bytes: 900,
  ms: 41,
  odooMs: 30,
  outcome: 'answered',
}
