import type { WebhookView } from '../contract/alerts'
import type { ClaudeStatus, ConnectionSummary, SettingsView } from '../contract/app-state'
import type { ClientSummary } from '../contract/client-keys'
import { isFilterText, type GlossaryEntry } from '../contract/glossary'
import type { SettingsChange } from '../contract/requests'
import { inEnglish } from '../i18n/english'
import type { Sentence } from '../i18n/sentence'
import { isModelName } from '../policy/names'
import type { Policy } from '../policy/policy'
import type { Settings } from '../settings/schema'
import { expiryOf } from './key-care'

/** What the window sees of the settings: no hash, no id that it has no use for. */
export function settingsView(settings: Settings): SettingsView {
  const { startAtLogin, theme, language, notifications, retentionDays, strictRecording, policy, limits, sealedAnewAt, http, alerts, onboarding, webhook } = settings
  return {
    ...(sealedAnewAt === undefined ? {} : { masterKeyRotatedAt: sealedAnewAt }),
    startAtLogin,
    theme,
    language,
    notifications,
    retentionDays,
    strictRecording,
    policy,
    glossary: glossaryOf(settings),
    limits,
    http,
    alerts: { off: alerts.off, quiet: alerts.quiet, working: alerts.working },
    onboarding,
    webhook: webhook === undefined ? null : webhookView(webhook),
  }
}

function webhookView({ url, network, caFile = '', waiting, last }: NonNullable<Settings['webhook']>): WebhookView {
  return { url, network, caFile, waiting: waiting.length, last }
}

export function connectionSummaries({ connections, activeConnectionId }: Settings): readonly ConnectionSummary[] {
  return connections.map(({ id, name, url, database = '', login, expiry, replacedAt, rights }) => ({
    id,
    name,
    url,
    database,
    login,
    isActive: id === activeConnectionId,
    ...(expiry === undefined ? {} : { keyExpiry: expiryOf(expiry) }),
    ...(replacedAt === undefined ? {} : { keyReplacedAt: replacedAt }),
    ...(rights === undefined ? {} : { rights }),
  }))
}

/** The clients that have a key, with their sessions counted; no hash. */
export function clientSummaries({ clients }: Settings, sessions: ClaudeStatus['sessions']): readonly ClientSummary[] {
  return clients.map(({ id, name, transport = 'relay', createdAt, lastUsedAt, expiresAt, former, paused = false, policy }) => ({
    id,
    name,
    transport,
    createdAt,
    lastUsedAt,
    expiresAt,
    oldKeyUntil: former?.until,
    paused,
    policy,
    openSessions: sessions.filter(({ clientId }) => clientId === id).length,
  }))
}

export function glossaryOf({ glossary }: Settings): readonly GlossaryEntry[] {
  return glossary.map(({ word, model, domain = '' }) => ({ word, model, domain }))
}

/** The client's own policy, or the one that holds for all without one; that one, too, where no client is named. */
export function policyOf({ clients, policy }: Settings, clientId: string | undefined): Policy {
  return clients.find(({ id }) => id === clientId)?.policy ?? policy
}

/** The settings after a change that the window asked for. Throws `InvalidSetting` for a word that leads nowhere. */
export function changedSettings(before: Settings, change: SettingsChange): Settings {
  const { glossary, startAtLogin, theme, language, notifications, retentionDays, strictRecording, limits, http, alerts } = change
  return {
    ...before,
    ...(startAtLogin === undefined ? {} : { startAtLogin }),
    ...(theme === undefined ? {} : { theme }),
    ...(language === undefined ? {} : { language }),
    ...(notifications === undefined ? {} : { notifications }),
    ...(retentionDays === undefined ? {} : { retentionDays }),
    ...(strictRecording === undefined ? {} : { strictRecording }),
    ...(limits === undefined ? {} : { limits }),
    ...(alerts === undefined ? {} : { alerts: { ...before.alerts, ...alerts, quiet: alerts.quiet, working: alerts.working } }),
    ...(http === undefined ? {} : { http: { enabled: http.enabled ?? before.http.enabled, port: http.port ?? before.http.port } }),
    ...(glossary === undefined ? {} : { glossary: glossaryFrom(glossary) }),
  }
}

/** Each word once: of two meanings nobody could tell which one holds. */
function glossaryFrom(entries: readonly GlossaryEntry[]): Settings['glossary'] {
  const known = new Set<string>()
  return entries.map(({ word: written, model: named, domain: filter }) => {
    const [word, model, domain] = [written.replace(/\s+/g, ' ').trim(), named.trim(), filter.trim()]
    if (word === '') throw new InvalidSetting({ id: 'fault.glossary.word' })
    if (known.has(word.toLowerCase())) throw new InvalidSetting({ id: 'fault.glossary.twice' })
    if (!isModelName(model)) throw new InvalidSetting({ id: 'fault.glossary.model' })
    if (domain !== '' && !isFilterText(domain)) throw new InvalidSetting({ id: 'fault.glossary.filter' })
    known.add(word.toLowerCase())
    return { word, model, ...(domain === '' ? {} : { domain }) }
  })
}

/** A setting the user typed that cannot be taken; the message says how it should look. */
export class InvalidSetting extends Error {
  override readonly name = 'InvalidSetting'
  constructor(readonly told: Sentence) {
    super(inEnglish(told))
  }
}
