import { z } from 'zod'
import { ALERT_KINDS, DELIVERY_OUTCOMES, WEBHOOK_NETWORKS } from '../contract/alerts'
import { MOST_CALLS_PER_MINUTE, USUAL_LIMITS } from '../contract/client-keys'
import { GLOSSARY_LIMITS } from '../contract/glossary'
import { CHANGE_RIGHTS } from '../contract/key-care'
import { HINT_KINDS } from '../contract/hints'
import { HTTP_PORTS } from '../contract/http'
import { LANGUAGE_CHOICES } from '../i18n/languages'
import { parsePolicy } from '../policy/parse'
import { USUAL_POLICY, type Policy } from '../policy/policy'

/**
 * What the settings file holds: all of it, nothing else is ever written. No secret, no ciphertext and no hint of
 * either; keys of Odoo are in the keychain, client keys are here as hashes only.
 */
export const schemaVersion = 2

const timestamp = z.iso.datetime()
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)

/** When the Odoo key of a connection ends, and how near that end was when the user was last told. */
const expiry = z.object({
  kind: z.enum(['unknown', 'never', 'on']),
  at: timestamp.optional(),
  certainty: z.enum(['sure', 'by_name', 'one_of', 'user']).optional(),
  warnedDaysAhead: z.number().int().min(0).max(365).optional(),
})

/** What the Odoo user could change: names of models, and which kinds of change. */
const rights = z.object({
  checkedAt: timestamp,
  checked: z.number().int().min(0),
  models: z
    .array(z.object({ model: z.string().min(1).max(128), label: z.string().max(200), rights: z.array(z.enum(CHANGE_RIGHTS)) }))
    .max(500),
})

const connection = z.object({
  id,
  name: z.string().min(1).max(200),
  /** Base address, `https://` or `http://`; user and password in it would be a secret in a file. */
  url: z.string().max(2_000).refine(isPlainWebAddress, 'An http or https address without user, password or query.'),
  database: z.string().min(1).max(200).optional(),
  login: z.string().min(1).max(320),
  /** Absolute path of a PEM file with the certificate authority to trust for this connection. */
  caFile: z.string().min(1).optional(),
  /** The same as PEM text, where a connection file brought it; it goes before the file. */
  ca: z.string().min(1).max(200_000).optional(),
  createdAt: timestamp,
  expiry: expiry.optional(),
  /** Another key took the place of one that may still be valid in Odoo. */
  replacedAt: timestamp.optional(),
  /** When the key in use was entered, where that is not when the connection was made. */
  keySince: timestamp.optional(),
  rights: rights.optional(),
})

/** Whole and sound, or the settings are broken: a policy that was half understood would open what it was meant to hide. */
const policy = z.unknown().transform((value, check): Policy => {
  const parsed = parsePolicy(value)
  if (parsed.ok) return parsed.policy
  check.addIssue({ code: 'custom', message: parsed.message })
  return z.NEVER
})

const client = z.object({
  /** As `isClientId` of the endpoint has it: it names the client's key file. */
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/),
  name: z.string().min(1).max(200),
  /** SHA-256 of the client's key, hexadecimal. */
  keyHash: sha256,
  createdAt: timestamp,
  lastUsedAt: timestamp.optional(),
  /** Without it the client comes through the relay, whose key file Vitrine writes. */
  transport: z.enum(['relay', 'http']).optional(),
  expiresAt: timestamp.optional(),
  /** When the key in use was made, where that is not when the client was. */
  keySince: timestamp.optional(),
  /** The key before this one, while both work. */
  former: z.object({ keyHash: sha256, until: timestamp }).optional(),
  paused: z.boolean().optional(),
  /** Holds for this client in place of the common one. */
  policy: policy.optional(),
})

/** The user's standing answer to what a client wanted to read. */
const consentDecision = z.object({
  id,
  clientId: z.string().min(1).max(64),
  connectionId: id,
  model: z.string().min(1).max(128),
  modelLabel: z.string().max(200).optional(),
  answer: z.enum(['always', 'never']),
  decidedAt: timestamp,
})

const callsPerMinute = z.number().int().min(1).max(MOST_CALLS_PER_MINUTE)

const windowPlace = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  maximized: z.boolean(),
})

const clockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
const timeOfDay = z.object({ from: clockTime, to: clockTime })

const alert = z.object({
  id,
  kind: z.enum(ALERT_KINDS),
  time: timestamp,
  clientId: z.string().max(80).optional(),
  connectionId: z.string().max(80).optional(),
  model: z.string().max(128).optional(),
  address: z.string().max(64).optional(),
  count: z.number().int().min(0).optional(),
  seen: z.boolean(),
})

const alerts = z.object({
  off: z.array(z.enum(ALERT_KINDS)).default([]),
  quiet: timeOfDay.optional(),
  working: z.object({ hours: timeOfDay, days: z.array(z.number().int().min(1).max(7)).max(7) }).optional(),
  /** Newest first. */
  listed: z.array(alert).max(200).default([]),
  /** Records each client read on each of its last active days. */
  volumes: z
    .array(z.object({ clientId: z.string().max(80), day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/), records: z.number().int().min(0) }))
    .max(20_000)
    .default([]),
})

/** Where alerts are sent to. Its secret is in the keychain; `waiting` holds what is still to be delivered, without it. */
const webhook = z.object({
  url: z.string().max(2_000),
  network: z.enum(WEBHOOK_NETWORKS),
  caFile: z.string().min(1).optional(),
  waiting: z
    .array(
      z.object({
        id,
        type: z.enum(['alert', 'test']),
        createdAt: timestamp,
        attempts: z.number().int().min(0),
        nextAt: timestamp,
        alert: alert.omit({ seen: true }).optional(),
      }),
    )
    .max(50)
    .default([]),
  last: z.object({ at: timestamp, outcome: z.enum(DELIVERY_OUTCOMES) }).optional(),
})

export const settingsSchema = z.object({
  schemaVersion: z.literal(schemaVersion),
  connections: z.array(connection).refine(hasDistinctIds, 'Two connections have the same id.').default([]),
  activeConnectionId: id.optional(),
  /** A connection that is being added from a file: what the keychain holds under this name belongs to nothing until it is there. */
  addingConnectionId: id.optional(),
  /** What the user chose last with Connect and Disconnect. */
  connectEnabled: z.boolean().default(true),
  clients: z.array(client).refine(hasDistinctIds, 'Two clients have the same id.').default([]),
  startAtLogin: z.boolean().default(false),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  language: z.enum(LANGUAGE_CHOICES).default('system'),
  /** How long the journal keeps rows, in days. */
  retentionDays: z.number().int().min(1).max(3650).default(90),
  /** What cannot be recorded is not answered. */
  strictRecording: z.boolean().default(true),
  notifications: z.boolean().default(true),
  /** The sentence "Vitrine goes on in the tray" was said once. */
  closeHintShown: z.boolean().default(false),
  window: windowPlace.optional(),
  pausedUntil: timestamp.optional(),
  /** What every client may see that has no policy of its own. */
  policy: policy.default(USUAL_POLICY),
  /** The user's own words for what is in Odoo; `domain` is the JSON text of a filter. */
  glossary: z
    .array(
      z.object({
        word: z.string().min(1).max(GLOSSARY_LIMITS.word),
        model: z.string().min(1).max(128),
        domain: z.string().min(1).max(GLOSSARY_LIMITS.domain).optional(),
      }),
    )
    .max(GLOSSARY_LIMITS.entries)
    .default([]),
  /** When everything in the keychain was last sealed anew. */
  sealedAnewAt: timestamp.optional(),
  /** The loopback endpoint for clients that speak HTTP. */
  http: z
    .object({
      enabled: z.boolean().default(false),
      port: z.number().int().min(HTTP_PORTS.lowest).max(HTTP_PORTS.highest).default(HTTP_PORTS.usual),
    })
    .default({ enabled: false, port: HTTP_PORTS.usual }),
  /** First refusals whose explanation the user has read. */
  hintsRead: z.array(z.enum(HINT_KINDS)).default([]),
  onboarding: z.object({ accessChosen: z.boolean().default(false), left: z.boolean().default(false) }).default({ accessChosen: false, left: false }),
  alerts: alerts.default({ off: [], listed: [], volumes: [] }),
  /** Absent: nothing is sent anywhere. */
  webhook: webhook.optional(),
  consent: z.array(consentDecision).max(10_000).default([]),
  /** Calls in any minute: of all clients, to one connection, of one client whose policy says nothing else. */
  limits: z
    .object({
      callsPerMinute: callsPerMinute.default(USUAL_LIMITS.callsPerMinute),
      callsPerConnection: callsPerMinute.default(USUAL_LIMITS.callsPerConnection),
      callsPerClient: callsPerMinute.default(USUAL_LIMITS.callsPerClient),
    })
    .default(USUAL_LIMITS),
})

export type Settings = z.infer<typeof settingsSchema>
export type ConnectionSettings = Settings['connections'][number]

export const defaultSettings: Settings = settingsSchema.parse({ schemaVersion })

function isPlainWebAddress(text: string): boolean {
  let address: URL
  try {
    // URL.canParse would be shorter, but Node 18.15 has no such thing.
    address = new URL(text)
  } catch {
    return false
  }
  const { protocol, username, password, search, hash } = address
  return (protocol === 'https:' || protocol === 'http:') && `${username}${password}${search}${hash}` === ''
}

function hasDistinctIds(items: readonly { readonly id: string }[]): boolean {
  return new Set(items.map((item) => item.id)).size === items.length
}
