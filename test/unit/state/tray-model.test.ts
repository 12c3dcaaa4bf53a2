import { describe, expect, it } from 'vitest'
import type { AppState, ConnectionStatus } from '../../../src/contract/app-state'
import type { OpenQuestion } from '../../../src/contract/consent'
import { english } from '../../../src/i18n/english'
import { trayModel, type TrayItem } from '../../../src/state/tray-model'
import { connectedState, emptyState, northwind, searchEvent } from './states'

const format = { translator: english, time: (iso: string) => iso.slice(11, 16) }
const model = (state: AppState) => trayModel(state, format)
const labels = (state: AppState) => model(state).items.flatMap((item) => (item.kind === 'separator' ? [] : [item.label]))
const find = (state: AppState, id: string): TrayItem | undefined =>
  model(state).items.find((item) => item.kind !== 'separator' && item.id === id)
const withConnection = (connection: ConnectionStatus): AppState => ({ ...connectedState, connection })

describe('the tray', () => {
  it('says in its first line and its tooltip what the state is', () => {
    expect(labels(emptyState)[0]).toBe('No Odoo connected yet')
    expect(labels(connectedState)[0]).toBe('Claude can look into Northwind & Sons')
    expect(labels(withConnection({ kind: 'connecting' }))[0]).toBe('Connecting to Northwind & Sons…')
    expect(labels(withConnection({ kind: 'disconnected' }))[0]).toBe('Disconnected from Northwind & Sons')
    expect(labels(withConnection({ kind: 'paused', until: '2026-11-22T13:30:00.000Z' }))[0]).toBe('Paused until 13:30')
    const problem = { code: 'key_rejected', message: 'Odoo does not accept the key.', hint: '' } as const
    expect(labels(withConnection({ kind: 'problem', problem, at: '2026-11-22T14:02:11Z' }))[0]).toBe('Odoo does not accept the key.')
    expect(model(connectedState).tooltip).toBe('Vitrine: Claude can look into Northwind & Sons')
  })

  it('tells states apart by icon', () => {
    const kinds: ConnectionStatus[] = [
      { kind: 'disconnected' },
      { kind: 'connecting' },
      connectedState.connection,
      { kind: 'problem', problem: { code: 'timeout', message: '', hint: '' }, at: '2026-11-22T14:02:11Z' },
    ]
    expect(kinds.map((kind) => model(withConnection(kind)).icon)).toEqual(['disconnected', 'connecting', 'connected', 'problem'])
  })

  it('has an icon of its own while a client asks, whatever else there is, says who and what, and leads there', () => {
    const question: OpenQuestion = {
      id: 'q1', clientId: 'claude-desktop', clientName: 'Claude Desktop', connectionId: 'a1', connectionName: 'Northwind', model: 'hr.payslip',
      modelLabel: 'Payslip', fields: ['name'], askedAt: '2026-11-22T12:00:00.000Z', deadline: '2026-11-22T12:01:00.000Z',
    }
    for (const state of [connectedState, withConnection({ kind: 'problem', problem: { code: 'timeout', message: '', hint: '' }, at: '2026-11-22T14:02:11Z' })]) {
      expect(model({ ...state, questions: [question] }).icon).toBe('asking')
    }
    const one = { ...connectedState, questions: [question] }
    expect(model(one).tooltip).toBe('Vitrine: Claude Desktop asks to read Payslip')
    expect(find(one, 'question')).toMatchObject({ label: 'Claude Desktop asks to read Payslip…', command: { type: 'answer' } })
    const two = { ...one, questions: [{ ...question, modelLabel: undefined }, question] }
    expect(find(two, 'question')).toMatchObject({ label: '2 questions wait for your answer…' })
    expect(find(connectedState, 'question')).toBeUndefined()
  })

  it('offers what the state allows, and not its opposite', () => {
    expect(find(connectedState, 'disconnect')).toMatchObject({ command: { type: 'disconnect' } })
    expect(find(connectedState, 'connect')).toBeUndefined()
    expect(find(withConnection({ kind: 'disconnected' }), 'connect')).toMatchObject({ command: { type: 'connect' } })
    expect(find(withConnection({ kind: 'disconnected' }), 'disconnect')).toBeUndefined()
    expect(find(withConnection({ kind: 'paused', until: '2026-11-22T13:30:00.000Z' }), 'connect')).toBeDefined()
    expect(find(emptyState, 'add-connection')).toMatchObject({ command: { type: 'open', view: 'connections' } })
    expect(find(connectedState, 'pause')).toMatchObject({ command: { type: 'pause', minutes: 60 } })
    expect(find(emptyState, 'pause')).toBeUndefined()
  })

  it('offers another try while there is a problem, and to give it up', () => {
    const broken = withConnection({ kind: 'problem', problem: { code: 'keychain_locked', message: '', hint: '' }, at: '2026-11-22T14:02:11Z' })
    expect(find(broken, 'try-again')).toMatchObject({ command: { type: 'connect' } })
    expect(find(broken, 'disconnect')).toBeDefined()
    expect(find({ ...broken, connections: [] }, 'try-again')).toBeUndefined()
  })

  it('shows what was read last, by whom and when', () => {
    expect(labels(connectedState)[1]).toBe('No questions yet')
    expect(labels({ ...connectedState, lastActivity: searchEvent })[1]).toBe('12:04 Claude read 20 Sales Order')
    const refused = { ...searchEvent, outcome: 'refused', code: 'not_allowed_by_policy' } as const
    expect(labels({ ...connectedState, lastActivity: refused })[1]).toBe('12:04 Claude was refused Sales Order')
    const nameless = { ...searchEvent, clientName: '', tool: 'odoo_context', model: undefined, modelLabel: undefined } as const
    expect(labels({ ...connectedState, lastActivity: nameless })[1]).toBe('12:04 claude-desktop asked who you are')
  })

  it('lists several connections with a check at the active one, and one not at all', () => {
    expect(find(connectedState, 'connections')).toBeUndefined()
    const second = { ...northwind, id: 'b2', name: 'Contoso', isActive: false }
    const menu = find({ ...connectedState, connections: [northwind, second] }, 'connections')
    expect(menu).toMatchObject({
      items: [
        { label: 'Northwind & Sons', checked: true },
        { label: 'Contoso', checked: false, command: { type: 'activate', connectionId: 'b2' } },
      ],
    })
  })

  it('leads from the line about Claude Desktop to its fix', () => {
    expect(find(emptyState, 'claude')).toMatchObject({ label: 'Claude Desktop: not registered. Register…', command: { type: 'open', view: 'clients' } })
    const registered = { ...emptyState, claude: { ...emptyState.claude, kind: 'registered' } } as const
    expect(find(registered, 'claude')).toMatchObject({ label: 'Claude Desktop: registered' })
  })

  it('has an id for every item that can be pointed at, each once', () => {
    const ids = model(connectedState).items.flatMap((item) => (item.kind === 'separator' ? [] : [item.id]))
    expect(new Set(ids).size).toBe(ids.length)
  })
})
