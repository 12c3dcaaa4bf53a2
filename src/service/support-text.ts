import type { AppState } from '../contract/app-state'
import { redact } from '../logging/redact'

export interface SupportFacts {
  readonly madeAt: string
  readonly timeZone: string
  /** Name and version of the operating system's kernel, and the processor, as Node names them. */
  readonly system: string
  readonly homeDir: string
  /** The end of the log. */
  readonly log: string
}

/**
 * What somebody who helps has to know, as text to read before it is sent: versions, states, numbers, kinds and the log. Names, addresses, logins and
 * databases of connections are replaced, wherever the log has them; keys were never in any of it.
 */
export function supportText(state: AppState, { madeAt, timeZone, system, homeDir, log }: SupportFacts): string {
  const { app, connection, connections, claude, clients, clientStatuses, http, journal, alerts, notices, settings } = state
  const parts = [
    ['Vitrine: information for support', 'It holds no key, no data of Odoo, and no name or address of yours. Read it before you send it.'],
    [
      `made: ${madeAt} (${timeZone})`,
      `Vitrine ${app.version}, Electron ${app.electron}`,
      `system: ${system}`,
      `languages: ${app.languages.join(', ')}; chosen: ${settings.language}; theme: ${settings.theme}`,
    ],
    ['CONNECTION', `state: ${connectionLine(connection)}`, `connections: ${connections.length}`, ...connections.map(({ isActive, keyExpiry, rights }, at) => `${at + 1}. ${isActive ? 'active' : 'not active'}, key ends: ${keyExpiry?.kind ?? 'not asked'}, could change: ${rights?.models.length ?? 'not looked at'}`)],
    ['CLIENTS', `Claude Desktop: ${claude.kind}, ${claude.running ? 'running' : 'not running'}`, ...clientStatuses.filter(({ kind }) => kind !== 'not_installed').map(({ id, kind, version }) => `${id}: ${kind}${version === null ? '' : `, version ${version}`}`), ...clients.map(({ transport, paused, openSessions, policy }, at) => `key ${at + 1}: ${transport}${paused ? ', paused' : ''}, open sessions: ${openSessions}, rules of its own: ${policy === undefined ? 'no' : 'yes'}`)],
    ['HTTP ENDPOINT', http.state],
    ['JOURNAL', `state: ${journal.status}, not recorded: ${journal.unrecorded}`, `kept for ${settings.retentionDays} days, strict: ${settings.strictRecording ? 'yes' : 'no'}`],
    ['ALERTS', ...counted(alerts.map(({ kind }) => kind))],
    ['NOTICES', ...(notices.length === 0 ? ['none'] : notices.map(({ id }) => id))],
    ['LOG', log.trim() === '' ? 'empty' : log.trim()],
  ]
  const secrets = connections.flatMap(({ name, url, database, login }) => [name, url, /^https?:\/\/([^/?#:]+)/.exec(url)?.[1] ?? '', database, login])
  return `${redact(parts.map((lines) => lines.join('\n')).join('\n\n'), { homeDir, secrets })}\n`
}

function connectionLine(connection: AppState['connection']): string {
  if (connection.kind === 'problem') return `problem: ${connection.problem.code}`
  if (connection.kind === 'connected') return `connected, Odoo ${connection.odooVersion} over ${connection.protocol}`
  return connection.kind
}

function counted(kinds: readonly string[]): readonly string[] {
  if (kinds.length === 0) return ['none']
  return [...new Set(kinds)].sort().map((kind) => `${kind}: ${kinds.filter((one) => one === kind).length}`)
}
