import type { ActivityEvent } from '../contract/activity'
import type { AppState, ClaudeStatus, ConnectionStatus } from '../contract/app-state'
import type { ViewName } from '../contract/requests'
import { spoken, type MessageId, type Translator } from '../i18n/sentence'
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

/** How the tray speaks and writes times; injected because this room knows neither the language nor the zone. */
export interface TrayFormat {
  readonly translator: Translator
  /** ISO time → hours and minutes as the user writes them. */
  readonly time: (iso: string) => string
}

const separator: TrayItem = { kind: 'separator' }

export function trayModel(state: AppState, format: TrayFormat): TrayModel {
  const { text } = format.translator
  const status = statusSentence(state, format)
  const question = questionLine(state.questions, format)
  return {
    icon: question === null ? iconOf(state.connection) : 'asking',
    tooltip: text('tray.tooltip', { status: question ?? status }),
    items: [
      { kind: 'line', id: 'status', label: status },
      { kind: 'line', id: 'last-activity', label: lastActivityLine(state.lastActivity, format) },
      ...(question === null ? [] : [action('question', text('tray.question', { question }), { type: 'answer' })]),
      separator,
      ...connectItems(state, format),
      ...(pauseEnabled(state.connection) ? [action('pause', text('action.pause'), { type: 'pause', minutes: 60 })] : []),
      ...connectionsMenu(state, format),
      separator,
      action('open', text('tray.open'), { type: 'open', view: 'overview' }),
      action('activity', text('tray.activity'), { type: 'open', view: 'activity' }),
      action('claude', text(claudeLine(state.claude)), { type: 'open', view: 'clients' }),
      separator,
      {
        kind: 'switch',
        id: 'start-at-login',
        label: text('settings.login'),
        checked: state.settings.startAtLogin,
        command: { type: 'startAtLogin', enabled: !state.settings.startAtLogin },
      },
      action('quit', text('tray.quit'), { type: 'quit' }),
    ],
  }
}

function action(id: string, label: string, command: TrayCommand): TrayItem {
  return { kind: 'action', id, label, command }
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

function statusSentence(state: AppState, { translator, time }: TrayFormat): string {
  const { connection } = state
  const name = activeConnection(state)?.name ?? 'Odoo'
  switch (connection.kind) {
    case 'none':
      return translator.text('tray.status.none')
    case 'disconnected':
      return translator.text('head.disconnected', { name })
    case 'connecting':
      return translator.text('head.connecting', { name })
    case 'connected':
      return translator.text('head.connected.fine', { name })
    case 'paused':
      return translator.text('head.paused', { time: time(connection.until) })
    case 'problem':
      return spoken(connection.problem.message, translator)
  }
}

/** "Claude Desktop asks to read Payslip", or how many questions there are; null without one. */
function questionLine(questions: AppState['questions'], { translator }: TrayFormat): string | null {
  const [first, ...others] = questions
  if (first === undefined) return null
  if (others.length > 0) return translator.text('tray.questions', { count: questions.length })
  return translator.text('tray.asks', { client: first.clientName, model: first.modelLabel ?? first.model })
}

function connectItems(state: AppState, { translator: { text } }: TrayFormat): readonly TrayItem[] {
  const disconnect = action('disconnect', text('action.disconnect'), { type: 'disconnect' })
  if (state.connection.kind === 'problem' && state.connections.length > 0) {
    return [action('try-again', text('action.tryAgain'), { type: 'connect' }), disconnect]
  }
  if (disconnectEnabled(state.connection)) return [disconnect]
  if (connectEnabled(state)) return [action('connect', text('action.connect'), { type: 'connect' })]
  return [action('add-connection', text('tray.connect'), { type: 'open', view: 'connections' })]
}

function connectionsMenu(state: AppState, { translator: { text } }: TrayFormat): readonly TrayItem[] {
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
  return [{ kind: 'menu', id: 'connections', label: text('view.connections'), items }]
}

/** "12:04 Claude read 20 Sales Order", or what went wrong instead. */
function lastActivityLine(event: ActivityEvent | null, { translator: { text }, time }: TrayFormat): string {
  if (event === null) return text('tray.last.none')
  const client = event.clientName === '' ? event.clientId : event.clientName
  const model = event.modelLabel ?? event.model
  const deed = event.outcome === 'answered' ? (`tray.last.${event.tool}` as const) : (`tray.last.${event.outcome}` as const)
  return text(deed, { time: time(event.time), client, rows: event.rows, about: model === undefined ? 'nothing' : 'model', model: model ?? '' })
}

function claudeLine(claude: ClaudeStatus): MessageId {
  return claude.kind === 'registered' && claude.sessions.length > 0 ? 'tray.claude.connected' : `tray.claude.${claude.kind}`
}
