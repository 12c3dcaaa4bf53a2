import { USUAL_LIMITS } from '../../src/contract/client-keys'
import type { AccessField, PermissionSheet } from '../../src/contract/access'
import type { ActivityEvent, ActivityPage, ActivitySummary, JournalVerdict, ModelActivity } from '../../src/contract/activity'
import type { AlertView } from '../../src/contract/alerts'
import type { AppState, ClaudeStatus, ConnectionStatus, ConnectionSummary, StagedTest, TestStageName } from '../../src/contract/app-state'
import type { ClientSummary } from '../../src/contract/client-keys'
import type { OpenQuestion } from '../../src/contract/consent'
import type { FoundOdoo } from '../../src/contract/found-odoo'
import type { ProvisionOffer } from '../../src/contract/provisioning'
import type { RightsReport } from '../../src/contract/key-care'
import type { ClientStatus } from '../../src/contract/registration'
import type { ActionResult, ClientPlan } from '../../src/contract/requests'
import type { ActivityFilter } from '../../src/contract/requests'
import { USUAL_POLICY } from '../../src/policy/policy'
import type { Answers } from './bridge-double'
import { PACK, textOfPack } from './evidence-fixture'
import { MONTH, QUIET_MONTH } from './month-fixture'

/** The moment every test and every picture takes place at. */
export const NOW = Date.parse('2026-11-20T14:05:00.000Z')

export const OK: ActionResult = { ok: true }

export const CONNECTED: ConnectionStatus = {
  kind: 'connected',
  since: '2026-11-20T08:31:00.000Z',
  odooVersion: '19.0',
  protocol: 'json2',
  userName: 'Maria Nilsson',
  companies: ['Northwind Trading', 'Northwind Benelux'],
}

export const REGISTERED: ClaudeStatus = {
  kind: 'registered',
  path: '/home/maria/.config/Claude/claude_desktop_config.json',
  running: true,
  sessions: [{ clientId: 'claude-desktop', name: 'Claude', version: '1.4.2' }],
}

const BASE: ActivityEvent = {
  id: 0,
  receipt: '',
  time: '2026-11-20T14:02:11.000Z',
  offsetMinutes: 0,
  clientName: 'Claude',
  clientVersion: '1.4.2',
  clientId: 'claude-desktop',
  connectionId: 'c1',
  tool: 'odoo_search',
  methods: [],
  companies: [],
  fields: [],
  hiddenFields: [],
  filterShape: '',
  rows: 0,
  bytes: 0,
  ms: 0,
  odooMs: 0,
  outcome: 'answered',
}

export function event(change: Partial<ActivityEvent> & { readonly id: number }): ActivityEvent {
  return { ...BASE, ...change }
}

export const EVENTS: readonly ActivityEvent[] = [
  event({ id: 112, receipt: 'K7QM2X9D', odooUser: 'maria@northwind.example', methods: ['search_read', 'search_count'], companies: [1, 3], time: '2026-11-20T14:02:11.000Z', model: 'sale.order', modelLabel: 'Sales Order', fields: ['name', 'partner_id', 'date_order', 'amount_total', 'state', 'user_id'], filterShape: 'state = … and date_order >= …', rows: 20, total: 143, bytes: 4210, ms: 41, odooMs: 33 }),
  event({ id: 111, time: '2026-11-20T14:02:09.000Z', tool: 'odoo_resolve', model: 'res.partner', modelLabel: 'Contact', fields: ['name'], filterShape: 'name ilike …', rows: 3, bytes: 212, ms: 22, odooMs: 17 }),
  event({ id: 110, time: '2026-11-20T14:01:40.000Z', clientName: 'claude-code', clientId: 'claude-code', tool: 'odoo_read', model: 'hr.payslip', modelLabel: 'Payslip', fields: ['name', 'employee_id'], outcome: 'refused', code: 'not_allowed_by_policy', ms: 1 }),
  event({ id: 109, time: '2026-11-20T14:01:02.000Z', model: 'res.partner', modelLabel: 'Contact', fields: ['name', 'city', 'country_id'], hiddenFields: ['email', 'phone'], filterShape: 'is_company = …', rows: 12, total: 12, bytes: 1830, ms: 30, odooMs: 24 }),
  event({ id: 108, time: '2026-11-20T13:58:47.000Z', tool: 'odoo_aggregate', model: 'account.move', modelLabel: 'Journal Entry', fields: ['partner_id', 'amount_residual', 'invoice_date_due'], filterShape: 'move_type = … and payment_state in … and invoice_date_due < …', rows: 9, bytes: 940, ms: 58, odooMs: 49 }),
  event({ id: 107, time: '2026-11-20T13:58:20.000Z', clientName: 'claude-code', clientId: 'claude-code', tool: 'odoo_search', model: 'ir.config_parameter', modelLabel: 'System Parameter', outcome: 'refused', code: 'not_allowed_by_policy', ms: 1 }),
  event({ id: 106, time: '2026-11-20T13:55:13.000Z', tool: 'odoo_read', model: 'product.product', modelLabel: 'Product Variant', fields: ['name', 'qty_available', 'list_price'], hiddenFields: ['standard_price'], rows: 4, bytes: 1102, ms: 35, odooMs: 28 }),
  event({ id: 105, time: '2026-11-20T13:52:08.000Z', tool: 'odoo_aggregate', model: 'sale.order', modelLabel: 'Sales Order', fields: ['date_order', 'amount_total'], rows: 12, bytes: 770, ms: 47, odooMs: 40 }),
  event({ id: 104, time: '2026-11-20T13:51:50.000Z', model: 'purchase.order', modelLabel: 'Purchase Order', fields: ['name', 'partner_id', 'date_planned'], filterShape: 'date_planned < …', outcome: 'failed', code: 'timeout', ms: 30012, odooMs: 30000 }),
  event({ id: 103, time: '2026-11-20T13:51:44.000Z', tool: 'odoo_describe_model', model: 'sale.order', modelLabel: 'Sales Order', rows: 42, bytes: 6120, ms: 12, odooMs: 8 }),
  event({ id: 102, time: '2026-11-20T13:51:40.000Z', tool: 'odoo_find_models', rows: 4, bytes: 310, ms: 3, odooMs: 0 }),
  event({ id: 101, time: '2026-11-20T13:51:38.000Z', tool: 'odoo_context', rows: 1, bytes: 820, ms: 2, odooMs: 0 }),
  event({ id: 100, time: '2026-11-20T13:40:05.000Z', model: 'crm.lead', modelLabel: 'Lead', fields: ['name', 'expected_revenue', 'probability', 'date_deadline', 'user_id', 'stage_id'], rows: 20, total: 61, bytes: 5020, ms: 44, odooMs: 38, outcome: 'cancelled', code: 'cancelled' }),
]

export const SUMMARY: ActivitySummary = {
  questions: 45,
  models: 6,
  records: 1204,
  refused: 2,
  byModel: [
    { model: 'sale.order', label: 'Sales Order', questions: 18 },
    { model: 'account.move', label: 'Journal Entry', questions: 11 },
    { model: 'res.partner', label: 'Contact', questions: 8 },
    { model: 'product.product', label: 'Product Variant', questions: 4 },
    { model: 'purchase.order', label: 'Purchase Order', questions: 3 },
    { model: 'crm.lead', label: 'Lead', questions: 1 },
  ],
  lastHour: [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 2, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 4, 1, 0, 0, 1, 0, 0, 2, 0, 0, 1, 3, 0, 0,
  ],
}

export const NO_SUMMARY: ActivitySummary = {
  questions: 0,
  models: 0,
  records: 0,
  refused: 0,
  byModel: [],
  lastHour: Array.from({ length: 60 }, () => 0),
}

export const QUESTION: OpenQuestion = {
  id: 'q1',
  clientId: 'claude-desktop',
  clientName: 'Claude Desktop',
  connectionId: 'c1',
  connectionName: 'Northwind Trading',
  model: 'hr.payslip',
  modelLabel: 'Payslip',
  fields: ['name', 'employee_id', 'date_to'],
  records: 12,
  askedAt: '2026-11-20T14:04:40.000Z',
  deadline: '2026-11-20T14:05:40.000Z',
}

export const ALERTS: readonly AlertView[] = [
  { id: 'a5', kind: 'unusual_volume', time: '2026-11-20T13:50:00.000Z', clientId: 'cursor', count: 4_210, seen: false, message: 'Cursor read 4210 records today, far more than usual.', hint: 'See under Activity what it read. You can pause it, or limit the rows of an answer.' },
  { id: 'a8', kind: 'new_model', time: '2026-11-20T13:40:00.000Z', clientId: 'claude-desktop', connectionId: 'c1', model: 'hr.contract', seen: false, message: 'Claude Desktop read hr.contract in Northwind Trading for the first time.', hint: 'If it should not, hide the model under Access.' },
  { id: 'a7', kind: 'new_model', time: '2026-11-20T13:38:00.000Z', clientId: 'claude-desktop', connectionId: 'c1', model: 'hr.leave', seen: false, message: 'Claude Desktop read hr.leave in Northwind Trading for the first time.', hint: 'If it should not, hide the model under Access.' },
  { id: 'a4', kind: 'client_key_rejected', time: '2026-11-20T11:02:00.000Z', address: '127.0.0.1', seen: false, message: 'Somebody at 127.0.0.1 came with a client key that opens nothing.', hint: 'It was not let in.' },
  { id: 'a3', kind: 'new_model', time: '2026-11-20T10:15:00.000Z', clientId: 'claude-desktop', connectionId: 'c1', model: 'hr.payslip', seen: true, message: 'Claude Desktop read hr.payslip in Northwind Trading for the first time.', hint: 'If it should not, hide the model under Access.' },
  { id: 'a2', kind: 'outside_hours', time: '2026-11-19T22:40:00.000Z', clientId: 'claude-desktop', seen: true, message: 'Claude Desktop asked outside working hours.', hint: 'See under Activity what it asked for.' },
  { id: 'a1', kind: 'rate_limit', time: '2026-11-18T09:00:00.000Z', clientId: 'cursor', seen: true, message: 'Cursor asked more often than it may.', hint: 'Further calls were refused.' },
]

/** What a file from a consultant would do on a new computer. */
export const OFFER: ProvisionOffer = {
  kind: 'offered',
  id: 'offer-1',
  fileName: 'southwind.vitrine',
  name: 'Southwind',
  url: 'https://erp.southwind.example',
  database: 'southwind-live',
  login: 'jan@southwind.example',
  authorities: [{
    name: 'Southwind internal CA',
    fingerprint: '5C:1E:90:44:7B:A3:0D:62:F8:19:DE:35:C4:6B:72:E0:11:9A:8F:53:2D:B6:07:C9:4E:81:F3:6A:D5:28:BC:70',
    validUntil: '2031-03-01T00:00:00.000Z',
  }],
  changesAuthorities: true,
  existing: null,
  otherConnections: 0,
  rules: {
    sections: [
      { title: 'What always holds', sentences: ['Nothing in Odoo can be created, changed or deleted.'] },
      { title: 'Models', sentences: ['Sales are allowed: quotations and sales orders with their lines.', 'Every other model is refused.'] },
      { title: 'Fields', sentences: ['Cost and margin are hidden on every model: cost and purchase prices of products, margins and profit.'] },
    ],
    opens: [],
    narrows: ['Every other model is refused. Until now it asks first.', 'The area Inventory is no longer allowed as a whole: stock on hand, transfers and movements.', 'Cost and margin are hidden on every model: cost and purchase prices of products, margins and profit.'],
    notFor: [],
  },
  glossary: { added: [{ word: 'open quotations', model: 'sale.order', domain: '[["state","in",["draft","sent"]]]' }, { word: 'rentals', model: 'x_rental', domain: '' }], changed: [], same: 0 },
}

/** What a newer file would do to the connection that is there. */
export const UPDATE: ProvisionOffer = {
  ...OFFER,
  id: 'offer-2',
  fileName: 'northwind-2027.vitrine',
  name: 'Northwind Trading',
  url: 'https://northwind.odoo.com',
  database: 'northwind',
  login: 'maria@northwind.example',
  authorities: [],
  changesAuthorities: false,
  existing: { id: 'c1', name: 'Northwind Trading' },
  otherConnections: 1,
  rules: {
    sections: OFFER.rules?.sections ?? [],
    opens: ['Every other model is allowed. Until now it asks first.', 'Fields no longer hidden by name: email of res.partner, phone of res.partner.'],
    narrows: ['At most 20 calls in any minute. Until now 60.'],
    notFor: ['Report script'],
  },
  glossary: {
    added: [],
    changed: [{ after: { word: 'key accounts', model: 'res.partner', domain: '[["category_id.name","=","Key"]]' }, before: { word: 'key accounts', model: 'res.partner', domain: '' } }],
    same: 3,
  },
}

export const CONNECTION: ConnectionSummary = {
  id: 'c1',
  name: 'Northwind Trading',
  url: 'https://northwind.odoo.com',
  database: 'northwind',
  login: 'maria@northwind.example',
  isActive: true,
}

export const FOUND: FoundOdoo = { url: 'https://northwind.odoo.com', version: '19.0', major: 19, databases: null, asksName: false }

export const RIGHTS: RightsReport = {
  checkedAt: '2026-11-18T09:00:00.000Z',
  checked: 21,
  models: [
    { model: 'res.partner', label: 'Contact', rights: ['write', 'create', 'unlink'] },
    { model: 'sale.order', label: 'Sales Order', rights: ['write', 'create'] },
    { model: 'sale.order.line', label: 'sale.order.line', rights: ['write'] },
  ],
}

export const STATE: AppState = {
  app: { version: '0.1.0', electron: '45.4.1', platform: 'linux', journalPath: '/home/maria/.config/Vitrine/activity.db', languages: [] },
  connection: CONNECTED,
  connections: [CONNECTION],
  claude: REGISTERED,
  clientStatuses: [],
  clients: [
    {
      id: 'claude-desktop',
      name: 'Claude Desktop',
      transport: 'relay',
      createdAt: '2026-10-02T09:12:00.000Z',
      lastUsedAt: '2026-11-20T13:58:00.000Z',
      paused: false,
      openSessions: 1,
    },
  ],
  http: { state: 'off', address: 'http://127.0.0.1:28069/mcp' },
  questions: [],
  decisions: [],
  foundOdoo: null,
  hints: [],
  rightsProbe: null,
  provision: null,
  settings: {
    startAtLogin: true,
    theme: 'system',
    language: 'system',
    notifications: true,
    retentionDays: 90,
    strictRecording: true,
    policy: {
      ...USUAL_POLICY,
      models: { ...USUAL_POLICY.models, hide: ['hr.payslip', 'hr.contract'] },
      fields: {
        ...USUAL_POLICY.fields,
        hide: { 'res.partner': ['email', 'phone'], 'product.product': ['standard_price'], '*': ['bank_account_id'] },
      },
    },
    glossary: [
      { word: 'key account', model: 'res.partner', domain: '[["category_id.name","=","Key account"]]' },
      { word: 'works order', model: 'mrp.production', domain: '' },
    ],
    limits: USUAL_LIMITS,
    http: { enabled: false, port: 28069 },
    alerts: { off: [] },
    onboarding: { accessChosen: true, left: false },
    webhook: null,
  },
  notices: [],
  journal: { status: 'recording', unrecorded: 0, checked: { at: '2026-11-20T08:30:00.000Z', status: 'intact' } },
  alerts: [],
  lastActivity: EVENTS[0] ?? null,
}

/** As it is when Vitrine was opened for the first time. */
export const FRESH: AppState = {
  ...STATE,
  connection: { kind: 'none' },
  connections: [],
  claude: { ...REGISTERED, kind: 'not_registered', running: false, sessions: [] },
  clients: [],
  settings: { ...STATE.settings, startAtLogin: false, policy: USUAL_POLICY, glossary: [], onboarding: { accessChosen: false, left: false } },
  lastActivity: null,
}

export function problem(code: Extract<ConnectionStatus, { kind: 'problem' }>['problem']['code'], message: string, hint: string): ConnectionStatus {
  return { kind: 'problem', problem: { code, message, hint }, at: '2026-11-22T14:02:11Z' }
}

export const PLAN: ClientPlan = {
  kind: 'change',
  path: REGISTERED.path,
  createsFile: false,
  diff: [
    { kind: 'same', text: '{' },
    { kind: 'same', text: '  "theme": "dark",' },
    { kind: 'same', text: '  "mcpServers": {' },
    { kind: 'same', text: '    "filesystem": {' },
    { kind: 'same', text: '      "command": "npx",' },
    { kind: 'same', text: '      "args": ["-y", "@modelcontextprotocol/server-filesystem", "/home/maria/Documents"]' },
    { kind: 'removed', text: '    }' },
    { kind: 'added', text: '    },' },
    { kind: 'added', text: '    "vitrine": {' },
    { kind: 'added', text: '      "command": "/opt/Vitrine/resources/vitrine-relay",' },
    { kind: 'added', text: '      "args": ["--client", "claude-desktop"]' },
    { kind: 'added', text: '    }' },
    { kind: 'same', text: '  }' },
    { kind: 'same', text: '}' },
  ],
}

const client = (id: string, name: string, kind: ClientStatus['kind'], path: string, notice: string): ClientStatus => ({
  id, name, kind, notice, path: `/home/maria/${path}`, decoys: [], transports: ['stdio', 'http'], docs: 'https://example.com/docs', version: null, running: 'unknown', nextStart: null,
})

/** What a look at all clients of the table finds on a computer with some of them. */
export const CLIENT_STATUSES: readonly ClientStatus[] = [
  { ...client('claude-desktop', 'Claude Desktop', 'registered', '.config/Claude/claude_desktop_config.json', ''), path: REGISTERED.path, version: '1.9659.2', running: 'yes' },
  { ...client('claude-code', 'Claude Code', 'registered', '.claude.json', 'Start a new session of Claude Code.'), running: 'yes' },
  client('cursor', 'Cursor', 'not_registered', '.cursor/mcp.json', 'Restart Cursor, or switch the server on under Customize, MCPs.'),
  client('vscode', 'VS Code', 'stale_path', '.config/Code/User/mcp.json', 'Start the server by the command MCP: List Servers.'),
  client('zed', 'Zed', 'not_installed', '.config/zed/settings.json', 'Zed notices by itself; its agent panel shows the server.'),
  client('codex', 'Codex', 'not_installed', '.codex/config.toml', 'Start a new session of Codex.'),
]

/** Clients with keys in every condition that a key can be in. */
export const KEYED_CLIENTS: readonly ClientSummary[] = [
  ...STATE.clients,
  {
    id: 'report-script', name: 'Report script', transport: 'http', createdAt: '2026-11-02T09:00:00.000Z', lastUsedAt: '2026-11-19T22:00:04.000Z',
    expiresAt: '2027-01-31T22:59:59.000Z', oldKeyUntil: '2026-11-27T10:00:00.000Z', paused: false, policy: USUAL_POLICY, openSessions: 0,
  },
  { id: 'own-agent', name: 'Own agent', transport: 'relay', createdAt: '2026-11-10T09:00:00.000Z', paused: true, openSessions: 0 },
  { id: 'auditor', name: 'Auditor', transport: 'http', createdAt: '2026-09-10T09:00:00.000Z', expiresAt: '2026-10-31T22:59:59.000Z', paused: false, openSessions: 0 },
]

const MESSAGES: Record<TestStageName, string> = {
  address: 'northwind.odoo.com was found.',
  tls: 'TLS 1.3, with a certificate this computer trusts.',
  odoo: 'Odoo 19.0 answers over JSON-2.',
  database: 'The database northwind exists.',
  login: 'The key belongs to Maria Nilsson.',
  rights: 'This user can read 143 models.',
}

const STAGE_NAMES = Object.keys(MESSAGES) as TestStageName[]

/** A test that passed up to `failing`, or all through without it. */
export function stagedTest(failing?: { readonly name: TestStageName; readonly message: string; readonly hint: string }): StagedTest {
  const at = failing === undefined ? STAGE_NAMES.length : STAGE_NAMES.indexOf(failing.name)
  return {
    stages: STAGE_NAMES.map((name, index) => {
      if (failing !== undefined && index === at) return { name, status: 'failed', message: failing.message, hint: failing.hint }
      return index < at ? { name, status: 'passed', message: MESSAGES[name], hint: '' } : { name, status: 'skipped', message: '', hint: '' }
    }),
    finished: true,
    ok: failing === undefined,
  }
}

/** A test under way: stages before `running` passed. */
export function runningTest(running: TestStageName): StagedTest {
  const at = STAGE_NAMES.indexOf(running)
  return {
    stages: STAGE_NAMES.map((name, index) => ({
      name,
      status: index < at ? 'passed' : index === at ? 'running' : 'waiting',
      message: index < at ? MESSAGES[name] : '',
      hint: '',
    })),
    finished: false,
    ok: false,
  }
}

/** Pages of a journal that holds these events. */
export function pagesOf(events: readonly ActivityEvent[]) {
  return ({ filter, beforeId, limit }: { readonly filter: ActivityFilter; readonly beforeId?: number | undefined; readonly limit: number }): ActivityPage => {
    const text = filter.text?.toLowerCase() ?? ''
    const matching = events.filter(
      (one) =>
        (filter.clientId === undefined || one.clientId === filter.clientId) &&
        (filter.model === undefined || one.model === filter.model) &&
        (filter.outcome === undefined || one.outcome === filter.outcome) &&
        (filter.tool === undefined || one.tool === filter.tool) &&
        (filter.connectionId === undefined || one.connectionId === filter.connectionId) &&
        (filter.receipt === undefined || one.receipt === filter.receipt.toUpperCase()) &&
        (filter.since === undefined || one.time >= filter.since) &&
        `${one.model ?? ''} ${one.modelLabel ?? ''} ${one.clientName} ${one.fields.join(' ')}`.toLowerCase().includes(text),
    )
    return { events: matching.filter((one) => beforeId === undefined || one.id < beforeId).slice(0, limit), total: matching.length }
  }
}

const PARTNER_FIELDS: readonly AccessField[] = [
  { name: 'name', label: 'Name', type: 'char', shown: true, reason: '', fixed: false },
  { name: 'city', label: 'City', type: 'char', shown: true, reason: '', fixed: false },
  { name: 'email', label: 'Email', type: 'char', shown: false, reason: 'The user has hidden the field email of res.partner.', fixed: false },
  { name: 'phone', label: 'Phone', type: 'char', shown: false, reason: 'The user has hidden the field phone of res.partner.', fixed: false },
  { name: 'signup_token', label: 'Signup Token', type: 'char', shown: false, reason: 'The field signup_token of res.partner is always hidden, because it can hold a secret or an access right.', fixed: true },
]

const PREVIEW = {
  ok: true,
  label: 'Contact',
  total: 41,
  columns: [
    { name: 'name', label: 'Name', hidden: false },
    { name: 'city', label: 'City', hidden: false },
    { name: 'email', label: 'Email', hidden: true },
  ],
  rows: [
    ['Harbour Lights', 'Bristol', null],
    ['Ostara Studio', 'Ghent', null],
  ],
} as const

const SHEET: PermissionSheet = {
  title: 'What this client may see',
  facts: [
    { name: 'Client', value: 'All clients without rules of their own' },
    { name: 'Odoo user', value: 'maria@northwind.example' },
  ],
  sections: [
    { title: 'Always', sentences: ['Everything is read-only.', 'Fields with names of secrets are always hidden.'] },
    { title: 'Models', sentences: ['Contacts, Sales and Invoicing are read without asking.'] },
  ],
}

export const MODELS: readonly ModelActivity[] = [
  {
    model: 'sale.order', label: 'Sales Order', calls: 412, answered: 409, clients: ['claude-desktop', 'claude-code'], firstSeen: '2026-09-02T08:12:00.000Z', lastSeen: '2026-11-20T14:02:11.000Z',
    fields: ['name', 'amount_total', 'partner_id', 'date_order', 'state', 'user_id', 'invoice_status', 'team_id'].map((name, index) => ({ name, calls: 409 - 50 * index })),
  },
  {
    model: 'res.partner', label: 'Contact', calls: 96, answered: 96, clients: ['claude-desktop'], firstSeen: '2026-09-02T08:13:00.000Z', lastSeen: '2026-11-20T14:02:09.000Z',
    fields: [{ name: 'name', calls: 96 }, { name: 'city', calls: 40 }, { name: 'country_id', calls: 12 }],
  },
  { model: 'hr.payslip', label: 'Payslip', calls: 2, answered: 0, clients: ['claude-code'], firstSeen: '2026-11-20T14:01:40.000Z', lastSeen: '2026-11-20T14:01:40.000Z', fields: [] },
]

export const VERDICT: JournalVerdict = {
  status: 'intact',
  message: '45 rows as written; 12 rows deleted, which is recorded.',
  counts: { verified: 45, late: 0, open: 0, before: 0, otherKey: 0, deleted: 12 },
}

/** Answers of a main process to which everything succeeds. */
export const SUPPORT = `Vitrine: information for support
It holds no key, no data of Odoo, and no name or address of yours. Read it before you send it.

made: 2026-11-20T14:03:00.000Z (Europe/Brussels)
Vitrine 0.1.0, Electron 45.4.1
system: Linux 6.1.0, x64

CONNECTION
state: connected, Odoo 19.0 over json2

LOG
{"time":"2026-11-20T14:02:00.000Z","level":"info","message":"Vitrine started"}
`

export const ANSWERS: Answers = {
  connect: () => OK,
  disconnect: () => OK,
  pause: () => OK,
  useMemoryUntilQuit: () => OK,
  lookForOdoo: ({ url }) => ({ ok: true, found: { ...FOUND, url: new URL(url).origin } }),
  noteOnboarding: () => OK,
  testConnection: () => stagedTest(),
  cancelTest: () => OK,
  addConnection: () => OK,
  replaceKey: () => OK,
  setKeyExpiry: () => OK,
  dismissRevokeReminder: () => OK,
  probeRights: () => OK,
  cancelProbe: () => OK,
  rotateMasterKey: () => OK,
  activateConnection: () => OK,
  answerConsent: () => OK,
  undoDecision: () => OK,
  createClientKey: ({ transport }) => ({ ok: true, clientId: 'report-script', ...(transport === 'http' && { key: 'a-key-that-is-shown-once' }) }),
  rotateClientKey: ({ clientId }) => ({ ok: true, clientId, ...(clientId === 'report-script' && { key: 'a-new-key-that-is-shown-once' }) }),
  revokeClient: () => OK,
  pauseClient: () => OK,
  resumeClient: () => OK,
  setClientExpiry: () => OK,
  removeConnection: () => OK,
  offerProvision: () => OK,
  acceptProvision: () => OK,
  dismissProvision: () => OK,
  getProvisionFile: ({ login }) => ({ ok: true, fileName: 'northwind-trading.vitrine', text: `{\n  "version": 1,\n  "name": "Northwind Trading",\n  "url": "https://northwind.odoo.com",\n  "database": "northwind",\n  "login": "${login}",\n  "policy": {\n    "version": 2,\n    "models": {\n      "presets": [\n        "contacts",\n        "sales"\n      ],\n      "others": "ask"\n    }\n  }\n}\n` }),
  saveProvisionFile: () => OK,
  planClient: () => PLAN,
  applyClient: () => OK,
  listBackups: () => [],
  restoreBackup: () => OK,
  getSnippets: ({ clientId }) => ({
    stdio: `{\n  "mcpServers": {\n    "vitrine-odoo": {\n      "command": "/opt/Vitrine/resources/vitrine-relay",\n      "args": ["--client", "${clientId}"]\n    }\n  }\n}`,
    http: '{\n  "mcpServers": {\n    "vitrine-odoo": {\n      "type": "http",\n      "url": "http://127.0.0.1:28069/mcp",\n      "headers": { "Authorization": "Bearer KEY_FROM_VITRINE" }\n    }\n  }\n}',
  }),
  getActivity: pagesOf(EVENTS),
  getModelActivity: () => MODELS,
  verifyJournal: () => VERDICT,
  getMonth: ({ month }) => ({ ok: true, summary: month === undefined || month === MONTH.month ? MONTH : { ...QUIET_MONTH, month, months: MONTH.months } }),
  saveMonth: () => OK,
  prepareEvidence: () => ({ ok: true, files: PACK }),
  cancelEvidence: () => OK,
  readEvidence: ({ path }) => textOfPack(path),
  writeEvidence: () => ({ ok: true, path: '/home/maria/Documents/vitrine-evidence-2026-11-20' }),
  exportActivity: () => ({ ok: true, path: '/home/maria/Documents/vitrine-activity-2026-11-20.csv' }),
  getSummary: () => SUMMARY,
  getJournalSize: () => ({ bytes: 4_300_000, rows: 9_812 }),
  deleteActivity: () => OK,
  markAlertsSeen: () => OK,
  setWebhook: () => ({ ok: true, secret: 'a-secret-that-is-shown-once' }),
  removeWebhook: () => OK,
  testWebhook: () => OK,
  changeSettings: () => OK,
  setPolicy: () => OK,
  getAccessModels: () => ({
    ok: true,
    models: [
      { model: 'res.partner', label: 'Contact', status: 'allowed' },
      { model: 'sale.order', label: 'Sales Order', status: 'allowed' },
      { model: 'fleet.vehicle', label: 'Vehicle', status: 'asks' },
    ],
  }),
  getAccessFields: ({ model }) => ({ ok: true, label: model === 'res.partner' ? 'Contact' : 'Sales Order', fields: PARTNER_FIELDS }),
  previewAccess: ({ model }) => ({ ...PREVIEW, label: model === 'res.partner' ? 'Contact' : 'Sales Order' }),
  getSupportText: () => SUPPORT,
  saveSupportText: () => OK,
  dismissHint: () => OK,
  getPermissionSheet: () => SHEET,
  savePermissionSheet: () => OK,
  openExternal: () => OK,
  showInFolder: () => OK,
  openBundle: () => OK,
  removeEverything: () => ({ ok: true, left: [], keychain: 'cleared' }),
  quit: () => OK,
}
