import { USUAL_POLICY } from '../policy/policy'
import { schemaVersion, settingsSchema, type Settings } from './schema'

/** What a settings file turned out to be. A reason names places in the file, never what stands there. */
export type SettingsReading =
  | { readonly kind: 'settings'; readonly settings: Settings }
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'broken'; readonly reason: string }

type Raw = Readonly<Record<string, unknown>>

/**
 * From each version to the next. Version 0 is a file without a version: the same keys, before they were counted. Up to version 1
 * whatever was not `hidden` was allowed; now that other models ask first, what was hidden stays hidden.
 */
const migrations: Readonly<Record<number, (raw: Raw) => Raw>> = {
  0: (raw) => ({ ...raw, schemaVersion: 1 }),
  1: ({ hidden, ...raw }) => ({ ...raw, schemaVersion: 2, ...(hidden !== undefined && { policy: policyHiding(hidden) }) }),
}

/** What cannot be understood is left to the schema to refuse. */
function policyHiding(hidden: unknown): unknown {
  if (!isRecord(hidden)) return hidden
  const { models = [], fields = {} } = hidden
  return { ...USUAL_POLICY, models: { ...USUAL_POLICY.models, hide: models }, fields: { ...USUAL_POLICY.fields, hide: fields } }
}

/** Understands the text of a settings file, of this version or an older one. Pure. */
export function readSettings(text: string): SettingsReading {
  let raw: unknown
  try {
    raw = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return { kind: 'broken', reason: 'It is not valid JSON.' }
  }
  if (!isRecord(raw)) return { kind: 'broken', reason: 'It is not a JSON object.' }
  const version = raw['schemaVersion'] ?? 0
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 0) {
    return { kind: 'broken', reason: 'Its schemaVersion is not a whole number.' }
  }
  if (version > schemaVersion) return { kind: 'newer', version }
  const parsed = settingsSchema.safeParse(migrated(raw, version))
  if (parsed.success) return { kind: 'settings', settings: parsed.data }
  const places = new Set(parsed.error.issues.map(({ path }) => path.map(String).join('.')))
  return { kind: 'broken', reason: `These entries are not as they should be: ${[...places].join(', ')}.` }
}

function migrated(raw: Raw, from: number): Raw {
  let current = raw
  for (let version = from; version < schemaVersion; version += 1) current = migrations[version]?.(current) ?? current
  return current
}

function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
