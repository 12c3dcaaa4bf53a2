import type { ActivityEvent } from '../contract/activity'
import type { AppState, ClaudeStatus, ConnectionStatus } from '../contract/app-state'
import type { ViewName } from '../contract/requests'
import { activeConnection, connectEnabled, disconnectEnabled, pauseEnabled } from './predicates'

/** The tray as data: `electron/tray` only draws it. Icons differ in shape, not in colour alone. */
export interface TrayModel {
  readonly icon: TrayIcon
  /** One sentence. */
  readonly tooltip: string
  readonly items: readonly TrayItem[]
}

export type TrayIcon = 'disconnected' | 'connecting' | 'connected' | 'asking' | 'problem'

export type TrayItem =
  | { readonly kind: 'separator' }
  /** A line to read, not to click. */
  | { readonly kind: 'line'; readonly id: string; readonly label: string }
  | { readonly kind: 'action'; readonly id: string; readonly label: string; readonly command: TrayCommand }
  | { readonly kind: 'switch'; readonly id: string; readonly label: string; readonly checked: boolean; readonly command: TrayCommand }
  | { readonly kind: 'menu'; readonly id: string; readonly label: string; readonly items: readonly TrayItem[] }

/** What a click asks for. The composition root carries it out. */
export type TrayCommand =
  | { readonly type: 'connect' | 'disconnect' | 'quit' }
  /** To the question that waits for an answer. */
  | { readonly type: 'answer' }
  | { readonly type: 'pause'; readonly minutes: number }
  | { readonly type: 'activate'; readonly connectionId: string }
  | { readonly type: 'open'; readonly view: ViewName }
  | { readonly type: 'startAtLogin'; readonly enabled: boolean }

/** How the tray writes times; injected because this room knows neither the locale nor the zone. */
export interface TrayFormat {
  /** ISO time → hours and minutes as the user writes them. */
  readonly time: (iso: string) => string
}

const separator: TrayItem = { kind: 'separator' }

export function trayModel(state: AppState, format: TrayFormat): TrayModel {
  const status = statusSentence(state, format)
  return {
    icon: state.questions.length > 0 ? 'asking' : iconOf(state.connection),
    tooltip: `Vitrine: ${questionLine(state.questions) ?? status}`,
    items: [
      { kind: 'line', id: 'status', label: status },
      { kind: 'line', id: 'last-activity', label: lastActivityLine(state.lastActivity, format) },
      ...questionItems(state.questions),
      separator,
      ...connectItems(state),
      ...(pauseEnabled(state.connection)
        ? [{ kind: 'action', id: 'pause', label: 'Pause for 1 hour', command: { type: 'pause', minutes: 60 } } as const]
        : []),
      ...connectionsMenu(state),
      separator,
      { kind: 'action', id: 'open', label: 'Open Vitrine', command: { type: 'open', view: 'overview' } },
      { kind: 'action', id: 'activity', label: 'Activity…', command: { type: 'open', view: 'activity' } },
      { kind: 'action', id: 'claude', label: claudeLine(state.claude), command: { type: 'open', view: 'clients' } },
      separator,
      {
        kind: 'switch',
        id: 'start-at-login',
        label: 'Start at login',
        checked: state.settings.startAtLogin,
        command: { type: 'startAtLogin', enabled: !state.settings.startAtLogin },
      },
      { kind: 'action', id: 'quit', label: 'Quit', command: { type: 'quit' } },
    ],
  }
}

function iconOf(connection: ConnectionStatus): TrayIcon {
  switch (connection.kind) {
    case 'connected':
    case 'connecting':
    case 'problem':
      return connection.kind
    case 'none':
    case 'disconnected':
    case 'paused':
      return 'disconnected'
  }
}

function statusSentence(state: AppState, format: TrayFormat): string {
  const name = activeConnection(state)?.name ?? 'Odoo'
  switch (state.connection.kind) {
    case 'none':
      return 'No Odoo connected yet'
    case 'disconnected':
      return `Disconnected from ${name}`
    case 'connecting':
      return `Connecting to ${name}…`
    case 'connected':
      return `Claude can look into ${name}`
    case 'paused':
      return `Paused until ${format.time(state.connection.until)}`
    case 'problem':
      return state.connection.problem.message
  }
}

/** "Claude Desktop asks to read Payslip", or how many questions there are; null without one. */
export function questionLine(questions: AppState['questions']): string | null {
  const [first, ...others] = questions
  if (first === undefined) return null
  return others.length === 0 ? `${first.clientName} asks to read ${first.modelLabel ?? first.model}` : `${questions.length} questions wait for your answer`
}

function questionItems(questions: AppState['questions']): readonly TrayItem[] {
  const line = questionLine(questions)
  return line === null ? [] : [{ kind: 'action', id: 'question', label: `${line}…`, command: { type: 'answer' } }]
}

function connectItems(state: AppState): readonly TrayItem[] {
  const disconnect: TrayItem = { kind: 'action', id: 'disconnect', label: 'Disconnect', command: { type: 'disconnect' } }
  if (state.connection.kind === 'problem' && state.connections.length > 0) {
    return [{ kind: 'action', id: 'try-again', label: 'Try again', command: { type: 'connect' } }, disconnect]
  }
  if (disconnectEnabled(state.connection)) return [disconnect]
  if (connectEnabled(state)) return [{ kind: 'action', id: 'connect', label: 'Connect', command: { type: 'connect' } }]
  return [{ kind: 'action', id: 'add-connection', label: 'Connect…', command: { type: 'open', view: 'connections' } }]
}

function connectionsMenu(state: AppState): readonly TrayItem[] {
  if (state.connections.length < 2) return []
  const items = state.connections.map(
    ({ id, name, isActive }): TrayItem => ({
      kind: 'switch',
      id: `connection-${id}`,
      label: name,
      checked: isActive,
      command: { type: 'activate', connectionId: id },
    }),
  )
  return [{ kind: 'menu', id: 'connections', label: 'Connections', items }]
}

/** "12:04 Claude read 20 Sales Order", or what went wrong instead. */
export function lastActivityLine(event: ActivityEvent | null, format: TrayFormat): string {
  if (event === null) return 'No questions yet'
  const what = event.modelLabel ?? event.model ?? ''
  return [format.time(event.time), event.clientName === '' ? event.clientId : event.clientName, ...deed(event, what)]
    .filter((part) => part !== '')
    .join(' ')
}

function deed(event: ActivityEvent, what: string): readonly string[] {
  if (event.outcome === 'refused') return ['was refused', what]
  if (event.outcome === 'failed') return ['got no answer', what === '' ? '' : `about ${what}`]
  if (event.outcome === 'cancelled') return ['cancelled a question', what === '' ? '' : `about ${what}`]
  switch (event.tool) {
    case 'odoo_search':
    case 'odoo_read':
      return ['read', String(event.rows), what]
    case 'odoo_aggregate':
      return ['summed', what]
    case 'odoo_resolve':
      return ['looked up names in', what]
    case 'odoo_describe_model':
      return ['looked at the fields of', what]
    case 'odoo_find_models':
      return ['looked for models']
    case 'odoo_context':
      return ['asked who you are']
    case 'unknown':
      return ['asked for an unknown tool']
  }
}

function claudeLine(claude: ClaudeStatus): string {
  switch (claude.kind) {
    case 'registered':
      return claude.sessions.length > 0 ? 'Claude Desktop: connected' : 'Claude Desktop: registered'
    case 'not_installed':
      return 'Claude Desktop: not found'
    case 'not_registered':
      return 'Claude Desktop: not registered. Register…'
    case 'stale_path':
    case 'overwritten':
    case 'no_key':
      return 'Claude Desktop: needs repair…'
    case 'foreign_entry':
      return 'Claude Desktop: name already in use…'
    case 'unreadable':
      return 'Claude Desktop: settings cannot be read…'
  }
}
