import type { ConnectionSummary, SettingsView } from '../contract/app-state'
import type { SettingsChange } from '../contract/requests'
import type { Policy } from '../policy/policy'
import type { Settings } from '../settings/schema'

/** What the window sees of the settings: no hash, no id that it has no use for. */
export function settingsView(settings: Settings): SettingsView {
  const { startAtLogin, theme, notifications, retentionDays, hidden } = settings
  return {
    startAtLogin,
    theme,
    notifications,
    retentionDays,
    hiddenModels: hidden.models,
    hiddenFields: Object.entries(hidden.fields).flatMap(([model, fields]) => fields.map((field) => `${model}:${field}`)),
  }
}

export function connectionSummaries({ connections, activeConnectionId }: Settings): readonly ConnectionSummary[] {
  return connections.map(({ id, name, url, database = '', login }) => ({
    id,
    name,
    url,
    database,
    login,
    isActive: id === activeConnectionId,
  }))
}

export function policyOf({ hidden }: Settings): Policy {
  return { version: 1, hiddenModels: hidden.models, hiddenFields: hidden.fields }
}

/** The settings after a change that the window asked for. Throws a sentence when a hidden field is not `model:field`. */
export function changedSettings(before: Settings, change: SettingsChange): Settings {
  const { hiddenModels, hiddenFields, startAtLogin, theme, notifications, retentionDays } = change
  return {
    ...before,
    ...(startAtLogin === undefined ? {} : { startAtLogin }),
    ...(theme === undefined ? {} : { theme }),
    ...(notifications === undefined ? {} : { notifications }),
    ...(retentionDays === undefined ? {} : { retentionDays }),
    hidden: {
      models: hiddenModels === undefined ? before.hidden.models : unique(hiddenModels),
      fields: hiddenFields === undefined ? before.hidden.fields : fieldsByModel(hiddenFields),
    },
  }
}

/** `res.partner:email` says which field of which model; `*:email` hides it everywhere. */
const HIDDEN_FIELD = /^(\*|[a-z][a-z0-9_.]*):([a-z_][a-z0-9_]*)$/i

function fieldsByModel(hiddenFields: readonly string[]): Record<string, string[]> {
  const byModel = new Map<string, string[]>()
  for (const text of unique(hiddenFields)) {
    const [, model, field] = HIDDEN_FIELD.exec(text) ?? []
    if (model === undefined || field === undefined) throw new InvalidSetting('Write a hidden field as model:field, such as res.partner:email.')
    byModel.set(model, [...(byModel.get(model) ?? []), field])
  }
  return Object.fromEntries(byModel)
}

/** A setting the user typed that cannot be taken; the message says how it should look. */
export class InvalidSetting extends Error {
  override readonly name = 'InvalidSetting'
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)]
}
