import type { AppState } from '../../../src/contract/app-state'
import type { ViewName } from '../../../src/contract/requests'
import type { Answers, BridgeDouble } from '../../component/bridge-double'
import { ALERTS, ANSWERS, CLIENT_STATUSES, CONNECTION, EVENTS, event, FOUND, FRESH, KEYED_CLIENTS, MODELS, NO_SUMMARY, OFFER, pagesOf, problem, QUESTION, REGISTERED, RIGHTS, runningTest, stagedTest, STATE, UPDATE, VERDICT } from '../../component/fixtures'
import { PROOF_SCENES } from './proof-scenes'

/** One picture: a state of the application, how it answers, and what to press before it is taken. */
export interface Scene {
  readonly view: ViewName
  readonly state: AppState
  readonly answers: Answers
  /** Names of buttons, links or `label=text` fields to use in turn; `row` presses the first row of the list. */
  readonly steps?: readonly string[]
  readonly after?: (double: BridgeDouble) => void
}

const never = () => new Promise<never>(() => undefined)
const fails = () => Promise.reject(new Error('The sample fails'))
const quiet: Answers = { ...ANSWERS, getSummary: () => NO_SUMMARY, getActivity: pagesOf([]) }
const many = Array.from({ length: 400 }, (_, index) => ({ ...(EVENTS[index % EVENTS.length] ?? event({ id: 0 })), id: 1000 - index }))
const draft = ['Address=northwind.odoo.com', 'Login=maria@northwind.example', 'API key=secret-key-of-the-picture']
const KEYCHAIN = problem('keychain_locked', 'The keychain is locked.', 'Unlock it with the password you sign in with, then try again.')

const DISCONNECTED = { ok: false, message: 'Vitrine is disconnected from Odoo.', hint: 'Choose Connect.' } as const

/** Odoo is connected, and nothing else was done yet. */
const AT_ACCESS: AppState = { ...FRESH, connection: STATE.connection, connections: STATE.connections }

const KEYED = { ...STATE, clientStatuses: CLIENT_STATUSES, clients: KEYED_CLIENTS }
const BACKUPS: Answers = {
  ...ANSWERS,
  listBackups: () => [{ name: 'mcp.json.vitrine-backup-20261118T090412120Z' }, { name: 'mcp.json.vitrine-backup-20261002T091200000Z-2' }],
}

export const SCENES: Readonly<Record<string, Scene>> = {
  'overview': { view: 'overview', state: STATE, answers: ANSWERS },
  'help': { view: 'overview', state: STATE, answers: ANSWERS, steps: ['Help'] },
  'overview-hints': { view: 'overview', state: { ...STATE, hints: [{ kind: 'rules', clientName: 'Claude Desktop', model: 'Payslip' }, { kind: 'limit', clientName: 'Report script', model: '' }] }, answers: ANSWERS },
  'overview-attention': {
    view: 'overview',
    state: {
      ...STATE,
      claude: { ...REGISTERED, kind: 'overwritten', sessions: [] },
      notices: [
        { id: 'memory_only', message: 'The key is only in memory.', hint: 'It is gone when Vitrine quits.' },
        { id: 'test_runtime', message: 'Vitrine runs on an old Electron meant for tests.', hint: 'Do not use it for daily work.' },
      ],
    },
    answers: ANSWERS,
  },
  'alerts': { view: 'overview', state: { ...STATE, alerts: ALERTS }, answers: ANSWERS },
  'alerts-failed': {
    view: 'overview',
    state: { ...STATE, alerts: ALERTS.slice(1, 2) },
    answers: { ...ANSWERS, markAlertsSeen: () => ({ ok: false, message: 'Vitrine could not write its files.', hint: 'Check that the disk is not full.' }) },
    steps: ['Seen'],
  },
  'alerts-calls': { view: 'overview', state: { ...STATE, alerts: ALERTS.slice(0, 1) }, answers: ANSWERS, steps: ['Show calls'] },
  'alerts-seen': { view: 'overview', state: { ...STATE, alerts: [...ALERTS, ...ALERTS.map((alert) => ({ ...alert, id: `${alert.id}-before` }))].map((alert) => ({ ...alert, seen: true })) }, answers: ANSWERS, steps: ['Show all 14'] },
  'removal': { view: 'settings', state: KEYED, answers: ANSWERS, steps: ['Remove everything…'] },
  'removal-done': { view: 'settings', state: KEYED, answers: ANSWERS, steps: ['Remove everything…', 'Remove and quit'] },
  'removal-left': {
    view: 'settings',
    state: KEYED,
    answers: { ...ANSWERS, removeEverything: () => ({ ok: true, left: [{ client: 'Cursor', path: '/home/maria/.cursor/mcp.json' }, { path: '/home/maria/.vitrine' }], keychain: 'unknown' }) },
    steps: ['Remove everything…', 'Remove and quit'],
  },
  'alerts-privacy-document': { view: 'settings', state: STATE, answers: ANSWERS, steps: ['Privacy policy (draft)'] },
  'alerts-security-document': { view: 'settings', state: STATE, answers: ANSWERS, steps: ['Security (draft)'] },
  'alerts-settings': {
    view: 'settings',
    state: { ...STATE, settings: { ...STATE.settings, alerts: { off: ['new_model'], quiet: { from: '22:00', to: '07:00' }, working: { hours: { from: '07:00', to: '20:00' }, days: [1, 2, 3, 4, 5] } } } },
    answers: ANSWERS,
  },
  'alerts-webhook': {
    view: 'settings',
    state: { ...STATE, settings: { ...STATE.settings, webhook: { url: 'https://alerts.northwind.example/vitrine', network: 'internet', caFile: '', waiting: 2, last: { at: '2026-11-20T13:00:00.000Z', outcome: 'refused' } } } },
    answers: ANSWERS,
    steps: ['Save with a new secret'],
  },
  'consent': { view: 'overview', state: { ...STATE, questions: [QUESTION] }, answers: ANSWERS },
  'consent-late': {
    view: 'activity',
    state: {
      ...STATE,
      questions: [
        { ...QUESTION, deadline: '2026-11-20T14:04:20.000Z', fields: [...QUESTION.fields, 'net_wage', 'gross_wage', 'date_from', 'company_id', 'x_studio_bonus_of_the_year'] },
        { ...QUESTION, id: 'q2', model: 'hr.contract', modelLabel: 'Contract' },
      ],
    },
    answers: ANSWERS,
  },
  'overview-problem': { view: 'overview', state: { ...STATE, connection: KEYCHAIN }, answers: ANSWERS },
  'overview-unreachable': {
    view: 'overview',
    state: { ...STATE, connection: problem('unreachable', 'northwind.odoo.com could not be reached.', 'Check whether this computer is online and the address is right.') },
    answers: quiet,
    steps: ['Technical details'],
  },
  'overview-disconnected': { view: 'overview', state: { ...STATE, connection: { kind: 'disconnected' } }, answers: ANSWERS },
  'overview-connecting': { view: 'overview', state: { ...STATE, connection: { kind: 'connecting' } }, answers: ANSWERS },
  'overview-paused': { view: 'overview', state: { ...STATE, connection: { kind: 'paused', until: '2026-11-20T15:04:00.000Z' } }, answers: ANSWERS },
  'overview-loading': { view: 'overview', state: STATE, answers: { ...ANSWERS, getSummary: never } },
  'overview-failed': { view: 'overview', state: STATE, answers: { ...ANSWERS, getSummary: fails } },
  'onboarding-connect': { view: 'overview', state: FRESH, answers: quiet },
  'onboarding-found': { view: 'overview', state: FRESH, answers: { ...quiet, lookForOdoo: () => ({ ok: true, found: { ...FOUND, version: '17.0', major: 17 } }) }, steps: [...draft, 'Only test'] },
  'onboarding-databases': { view: 'overview', state: FRESH, answers: { ...quiet, lookForOdoo: () => ({ ok: true, found: { ...FOUND, databases: ['northwind', 'northwind-test'] } }) }, steps: [...draft, 'Only test'] },
  'onboarding-nothing-there': {
    view: 'overview',
    state: FRESH,
    answers: { ...quiet, lookForOdoo: () => ({ ok: false, message: 'northwind.odoo.com could not be found.', hint: 'Check the spelling of the address.' }) },
    steps: [...draft, 'Test and connect'],
  },
  'onboarding-access': { view: 'overview', state: AT_ACCESS, answers: quiet },
  'onboarding-access-own': { view: 'overview', state: { ...AT_ACCESS, settings: { ...AT_ACCESS.settings, policy: { ...AT_ACCESS.settings.policy, models: { ...AT_ACCESS.settings.policy.models, others: 'refuse' } } } }, answers: quiet },
  'onboarding-access-unknown': { view: 'overview', state: { ...AT_ACCESS, connection: { kind: 'disconnected' } }, answers: { ...quiet, getAccessModels: () => DISCONNECTED } },
  'onboarding-back': { view: 'overview', state: AT_ACCESS, answers: quiet, steps: ['Back'] },
  'onboarding-client': { view: 'overview', state: { ...AT_ACCESS, claude: { ...FRESH.claude, running: true }, settings: STATE.settings }, answers: quiet },
  'onboarding-client-absent': { view: 'overview', state: { ...AT_ACCESS, claude: { ...FRESH.claude, kind: 'not_installed' }, clientStatuses: CLIENT_STATUSES.map((one) => (one.kind === 'registered' ? { ...one, kind: 'not_registered' as const } : one)), settings: STATE.settings }, answers: quiet },
  'onboarding-ask': { view: 'overview', state: { ...STATE, lastActivity: null, claude: { ...REGISTERED, running: false, sessions: [] } }, answers: quiet },
  'onboarding-ask-restart': { view: 'overview', state: { ...STATE, lastActivity: null, claude: { ...REGISTERED, running: true, sessions: [] } }, answers: quiet },
  'onboarding-done': {
    view: 'overview',
    state: { ...STATE, lastActivity: null },
    answers: quiet,
    after: (double) => setTimeout(() => {
      double.patch({ lastActivity: STATE.lastActivity })
    }, 100),
  },
  'overview-none': { view: 'overview', state: { ...FRESH, settings: { ...FRESH.settings, onboarding: { accessChosen: false, left: true } } }, answers: quiet },
  'activity': { view: 'activity', state: STATE, answers: ANSWERS },
  'activity-many': { view: 'activity', state: STATE, answers: { ...ANSWERS, getActivity: pagesOf(many) } },
  'activity-detail': { view: 'activity', state: STATE, answers: ANSWERS, steps: ['row'] },
  'activity-paused': {
    view: 'activity',
    state: STATE,
    answers: ANSWERS,
    steps: ['Pause the list'],
    after: (double) => setTimeout(() => {
      double.emit('activityAdded', [event({ id: 200 }), event({ id: 201 })])
    }, 900),
  },
  'activity-filtered': { view: 'activity', state: STATE, answers: ANSWERS, steps: ['Search models, fields, clients, a receipt=nothing like it'] },
  'activity-empty': { view: 'activity', state: { ...STATE, lastActivity: null }, answers: quiet },
  'activity-failed': { view: 'activity', state: STATE, answers: { ...ANSWERS, getActivity: fails } },
  'activity-loading': { view: 'activity', state: STATE, answers: { ...ANSWERS, getActivity: never } },
  'activity-detail-whole': {
    view: 'activity',
    state: STATE,
    answers: {
      ...ANSWERS,
      getActivity: pagesOf([
        event({
          id: 1_204_113, receipt: 'K7QM2X9D', clientName: 'Cursor', clientVersion: '3.1.0', clientId: 'cursor', address: '127.0.0.1', odooUser: 'maria@northwind.example', companies: [1, 3],
          methods: ['search_read', 'search_count'], consent: 'session', model: 'sale.order', modelLabel: 'Sales Order', filterShape: 'state in and (date_order >= or partner_id.country_id.code = and amount_total >)',
          fields: EVENTS[0]?.fields ?? [], hiddenFields: ['margin', 'margin_percent'], rows: 20, total: 143, bytes: 4210, ms: 41, odooMs: 33,
        }),
        ...EVENTS,
      ]),
    },
    steps: ['row'],
  },
  'activity-connections': { view: 'activity', state: { ...STATE, connections: [CONNECTION, { ...CONNECTION, id: 'c2', name: 'Northwind Test', isActive: false }] }, answers: ANSWERS },
  'activity-models': { view: 'activity', state: STATE, answers: ANSWERS, steps: ['Models'] },
  'activity-models-many': {
    view: 'activity',
    state: STATE,
    answers: { ...ANSWERS, getModelActivity: () => Array.from({ length: 240 }, (_, index) => ({ ...(MODELS[index % 3] ?? MODELS[0]), model: `x_model.number_${index}`, label: `Model ${index}` }) as (typeof MODELS)[number]) },
    steps: ['Models'],
  },
  'activity-models-empty': { view: 'activity', state: STATE, answers: { ...ANSWERS, getModelActivity: () => [] }, steps: ['Models'] },
  'activity-models-failed': { view: 'activity', state: STATE, answers: { ...ANSWERS, getModelActivity: fails }, steps: ['Models'] },
  'activity-verifying': { view: 'activity', state: STATE, answers: { ...ANSWERS, verifyJournal: never }, steps: ['Verify'] },
  'activity-verify-ok': { view: 'activity', state: STATE, answers: ANSWERS, steps: ['Verify'] },
  'activity-verify-partial': {
    view: 'activity',
    state: STATE,
    answers: { ...ANSWERS, verifyJournal: () => ({ ...VERDICT, status: 'partial', message: '40 rows as written; 5 rows not sealed yet.', counts: { ...VERDICT.counts, verified: 40, open: 5 } }) },
    steps: ['Verify'],
  },
  'activity-verify-broken': {
    view: 'activity',
    state: STATE,
    answers: { ...ANSWERS, verifyJournal: () => ({ ...VERDICT, status: 'broken', message: 'Row 107 is not as written: changed, exchanged with another row, or put in.', broken: { kind: 'changed', from: 107, to: 107 } }) },
    steps: ['Verify'],
  },
  'activity-export': { view: 'activity', state: STATE, answers: ANSWERS, steps: ['Outcome=refused', 'Export…'] },
  'activity-exported': { view: 'activity', state: STATE, answers: ANSWERS, steps: ['Export…', 'Choose a file…'] },
  'activity-export-failed': {
    view: 'activity',
    state: STATE,
    answers: { ...ANSWERS, exportActivity: () => ({ ok: false, message: 'The activity could not be written to that file.', hint: 'Choose a folder that you may write to, with enough space.' }) },
    steps: ['Export…', 'Choose a file…'],
  },
  'activity-delete': { view: 'activity', state: STATE, answers: ANSWERS, steps: ['Delete…'] },
  ...PROOF_SCENES,
  'access': { view: 'access', state: STATE, answers: ANSWERS },
  'access-client': {
    view: 'access',
    state: { ...STATE, clients: STATE.clients.map((client) => ({ ...client, policy: STATE.settings.policy })) },
    answers: ANSWERS,
    steps: ['Rules for=claude-desktop'],
  },
  'access-empty': { view: 'access', state: FRESH, answers: { ...quiet, previewAccess: () => DISCONNECTED, getAccessFields: () => DISCONNECTED, getAccessModels: () => DISCONNECTED }, steps: ['Model to allow or hide=Payslips', 'Hide'] },
  'access-loading': { view: 'access', state: STATE, answers: { ...ANSWERS, previewAccess: never, getAccessFields: never } },
  'access-failed': { view: 'access', state: STATE, answers: { ...ANSWERS, setPolicy: () => ({ ok: false, message: 'Vitrine could not write its files.', hint: 'Check that the disk is not full.' }) }, steps: ['Hide'] },
  'access-sheet': { view: 'access', state: STATE, answers: ANSWERS, steps: ['Permission sheet…'] },
  'clients': { view: 'clients', state: STATE, answers: ANSWERS },
  'clients-next-start': {
    view: 'clients',
    state: { ...KEYED, clientStatuses: CLIENT_STATUSES.map((one) => (one.id === 'claude-desktop' ? { ...one, nextStart: 'awaited' } : { ...one, nextStart: one.id === 'claude-code' ? 'kept' : null })) },
    answers: ANSWERS,
  },
  'clients-lost': {
    view: 'clients',
    state: {
      ...KEYED,
      claude: { ...REGISTERED, kind: 'overwritten', sessions: [] },
      clientStatuses: CLIENT_STATUSES.map((one) => (one.id === 'claude-desktop' ? { ...one, kind: 'overwritten', nextStart: 'lost' } : one)),
    },
    answers: ANSWERS,
  },
  'clients-others': {
    view: 'clients',
    state: { ...KEYED, clientStatuses: CLIENT_STATUSES.map((one) => (one.id === 'claude-desktop' ? { ...one, decoys: ['/home/maria/.config/Claude-old/claude_desktop_config.json'] } : one)) },
    answers: ANSWERS,
  },
  'clients-register-cursor': { view: 'clients', state: KEYED, answers: ANSWERS, steps: ['Register… Cursor'] },
  'clients-registered-cursor': { view: 'clients', state: KEYED, answers: ANSWERS, steps: ['Register… Cursor', 'Write this change'] },
  'clients-overwritten': { view: 'clients', state: { ...KEYED, claude: { ...REGISTERED, kind: 'overwritten', sessions: [] } }, answers: ANSWERS },
  'clients-backups': { view: 'clients', state: KEYED, answers: BACKUPS, steps: ['Backups… Cursor'] },
  'clients-backups-none': { view: 'clients', state: KEYED, answers: ANSWERS, steps: ['Backups… Cursor'] },
  'clients-create': { view: 'clients', state: KEYED, answers: ANSWERS, steps: ['Make a key…', 'Make the key'] },
  'clients-created': { view: 'clients', state: KEYED, answers: ANSWERS, steps: ['Make a key…', 'Name of the client=Report script', 'Make the key'] },

  'clients-rotate': { view: 'clients', state: KEYED, answers: ANSWERS, steps: ['Replace key… Report script'] },
  'clients-rotated': { view: 'clients', state: KEYED, answers: ANSWERS, steps: ['Replace key… Report script', 'Replace the key'] },
  'clients-expiry': { view: 'clients', state: KEYED, answers: ANSWERS, steps: ['Expiry… Report script'] },
  'clients-revoke': { view: 'clients', state: KEYED, answers: ANSWERS, steps: ['Revoke… Claude Desktop'] },
  'clients-set-up': { view: 'clients', state: KEYED, answers: ANSWERS, steps: ['Set up… Report script'] },
  'clients-none': { view: 'clients', state: { ...FRESH, claude: { ...FRESH.claude, kind: 'not_installed' }, clientStatuses: CLIENT_STATUSES.map((one) => ({ ...one, kind: 'not_installed' })) }, answers: ANSWERS },
  'clients-new': { view: 'clients', state: { ...STATE, claude: { ...FRESH.claude, running: true } }, answers: ANSWERS, steps: ['Register…'] },
  'clients-stale': { view: 'clients', state: { ...STATE, claude: { ...REGISTERED, kind: 'stale_path', sessions: [] } }, answers: ANSWERS },
  'clients-conflict': {
    view: 'clients',
    state: { ...STATE, claude: { ...REGISTERED, kind: 'foreign_entry', sessions: [] } },
    answers: {
      ...ANSWERS,
      planClient: () => ({
        kind: 'conflict',
        path: REGISTERED.path,
        message: 'There is an entry named "vitrine" already, and Vitrine did not write it.',
        diff: [
          { kind: 'same', text: '    "vitrine": {' },
          { kind: 'removed', text: '      "command": "python",' },
          { kind: 'removed', text: '      "args": ["-m", "something_else"]' },
          { kind: 'added', text: '      "command": "/opt/Vitrine/resources/vitrine-relay",' },
          { kind: 'added', text: '      "args": ["--client", "claude-desktop"]' },
          { kind: 'same', text: '    }' },
        ],
        canReplace: true,
      }),
    },
    steps: ['Compare…'],
  },
  'clients-unparsable': {
    view: 'clients',
    state: { ...STATE, claude: { ...REGISTERED, kind: 'unreadable', sessions: [] } },
    answers: { ...ANSWERS, planClient: () => ({ kind: 'unparsable', path: REGISTERED.path, line: 12, column: 5, message: 'A comma is missing before "mcpServers".' }) },
    steps: ['What is wrong?'],
  },
  'clients-done': { view: 'clients', state: { ...STATE, claude: { ...REGISTERED, sessions: [] } }, answers: ANSWERS },
  'provision-new': { view: 'connections', state: { ...FRESH, provision: OFFER }, answers: quiet },
  'provision-testing': {
    view: 'connections',
    state: { ...FRESH, provision: OFFER },
    answers: { ...quiet, acceptProvision: never },
    steps: ['API key=secret-key-of-the-picture', 'Accept and connect'],
    after: (double) => setTimeout(() => {
      double.emit('testProgressed', runningTest('login'))
    }, 900),
  },
  'provision-failed': {
    view: 'connections',
    state: { ...FRESH, provision: { ...OFFER, rules: null, authorities: [] } },
    answers: { ...quiet, acceptProvision: () => ({ ok: false, message: 'Something has changed meanwhile, and so would what this file does.', hint: 'Nothing was stored. Look at it again, then accept it.' }) },
    steps: ['API key=secret-key-of-the-picture', 'Accept and connect'],
  },
  'provision-update': { view: 'connections', state: { ...STATE, provision: UPDATE }, answers: ANSWERS, steps: ['Accept'] },
  'provision-refused': {
    view: 'connections',
    state: {
      ...FRESH,
      provision: { kind: 'refused', id: 'r1', fileName: 'southwind.vitrine', message: 'The file holds something like a key or a password. Vitrine takes no secret from a file.', hint: 'Ask for a file without it, and have the key or password replaced: whoever had the file could read it.', line: 5, column: 3 },
    },
    answers: quiet,
  },
  'provision-hand-over': { view: 'connections', state: STATE, answers: ANSWERS, steps: ['Save for someone else…'] },
  'provision-empty': { view: 'connections', state: FRESH, answers: quiet },
  'connections': { view: 'connections', state: STATE, answers: ANSWERS },
  'connections-keys': {
    view: 'connections',
    state: { ...STATE, connections: [{ ...CONNECTION, keyExpiry: { kind: 'on', at: '2026-11-23T09:00:00.000Z', certainty: 'one_of' }, keyReplacedAt: '2026-11-18T09:00:00.000Z', rights: RIGHTS }] },
    answers: ANSWERS,
  },
  'connections-probing': {
    view: 'connections',
    state: { ...STATE, connections: [{ ...CONNECTION, rights: { ...RIGHTS, models: [] }, keyExpiry: { kind: 'never' } }], rightsProbe: { connectionId: 'c1', done: 9, total: 23 } },
    answers: ANSWERS,
  },
  'connections-expiry': { view: 'connections', state: STATE, answers: ANSWERS, steps: ['Say when it ends…', 'Remember it'] },
  'overview-key-ends': {
    view: 'overview',
    state: { ...STATE, connections: [{ ...CONNECTION, keyExpiry: { kind: 'on', at: '2026-12-02T09:00:00.000Z', certainty: 'sure' } }] },
    answers: ANSWERS,
  },
  'settings-master-key': { view: 'settings', state: { ...STATE, settings: { ...STATE.settings, masterKeyRotatedAt: '2026-09-01T08:00:00.000Z' } }, answers: ANSWERS, steps: ['Replace the master key…', 'Replace it now'] },
  'connections-problem': {
    view: 'connections',
    state: { ...STATE, connection: problem('key_rejected', 'Odoo rejected the key.', 'It may have expired or been deleted. Make a new one in Odoo and enter it here.') },
    answers: ANSWERS,
  },
  'connections-empty': { view: 'connections', state: FRESH, answers: quiet },
  'connections-add': { view: 'connections', state: FRESH, answers: quiet, steps: ['Add a connection', 'Test and connect'] },
  'connections-testing': {
    view: 'connections',
    state: FRESH,
    answers: { ...quiet, testConnection: never },
    steps: ['Add a connection', ...draft, 'Only test'],
    after: (double) => setTimeout(() => {
      double.emit('testProgressed', runningTest('database'))
    }, 1200),
  },
  'connections-failed': {
    view: 'connections',
    state: FRESH,
    answers: {
      ...quiet,
      testConnection: () =>
        stagedTest({ name: 'login', message: 'Odoo does not accept this key for maria@northwind.example.', hint: 'Check the login, or make a new key in Odoo.' }),
    },
    steps: ['Add a connection', ...draft, 'Only test'],
  },
  'connections-replace': { view: 'connections', state: STATE, answers: ANSWERS, steps: ['Replace key…'] },
  'connections-remove': { view: 'connections', state: STATE, answers: ANSWERS, steps: ['Remove…'] },
  'settings-support': { view: 'settings', state: STATE, answers: ANSWERS, steps: ['Information for support…'] },
  'settings-http': {
    view: 'settings',
    state: { ...STATE, settings: { ...STATE.settings, http: { enabled: true, port: 28_069 } }, http: { ...STATE.http, state: 'listening' } },
    answers: ANSWERS,
  },
  'settings-http-taken': {
    view: 'settings',
    state: { ...STATE, settings: { ...STATE.settings, http: { enabled: true, port: 28_069 } }, http: { ...STATE.http, state: 'port_taken' } },
    answers: ANSWERS,
  },
  'settings': {
    view: 'settings',
    state: { ...STATE, notices: [{ id: 'test_runtime', message: 'Vitrine runs on an old Electron meant for tests.', hint: 'Do not use it for daily work.' }] },
    answers: ANSWERS,
  },
  'unreached': { view: 'overview', state: STATE, answers: { ...ANSWERS, getSnapshot: fails } },
}
