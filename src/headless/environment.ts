import path from 'node:path'
import type { Host } from '../host/host'

/** What the headless server is told by its environment. */
export interface HeadlessSettings {
  readonly url: string
  readonly database: string
  readonly login: string
  readonly apiKey: string
  /** Absolute path of the directory that holds the journal. */
  readonly profile: string
  /** Path of a policy as JSON; without one the default policy holds. */
  readonly policyFile: string | undefined
  /** Path of the user's own words as JSON; none without one. */
  readonly glossaryFile: string | undefined
  /** Rows of the journal that are older are deleted. */
  readonly retentionDays: number
}

export type ReadEnvironment =
  | { readonly ok: true; readonly settings: HeadlessSettings }
  | { readonly ok: false; readonly message: string }

const RETENTION_DAYS = { usual: 90, most: 3650 }

const required = {
  VITRINE_URL: 'the address of Odoo, such as https://example.odoo.com',
  VITRINE_DB: 'the name of the database',
  VITRINE_LOGIN: 'the login of the Odoo user',
  VITRINE_API_KEY: "the user's API key, made in Odoo under Account Security",
} as const

/** Reads the environment without touching it. The message names what is missing and never holds a value. */
export function readEnvironment(host: Pick<Host, 'env' | 'platform' | 'homeDir'>): ReadEnvironment {
  const { env } = host
  const value = (name: string): string => env[name]?.trim() ?? ''
  const missing = Object.entries(required).filter(([name]) => value(name) === '')
  if (missing.length > 0) {
    return { ok: false, message: missing.map(([name, meaning]) => `${name} is missing: ${meaning}.`).join('\n') }
  }
  const days = value('VITRINE_RETENTION_DAYS')
  const retentionDays = days === '' ? RETENTION_DAYS.usual : Number(days)
  if (!/^\d*$/.test(days) || retentionDays < 1 || retentionDays > RETENTION_DAYS.most) {
    return { ok: false, message: `VITRINE_RETENTION_DAYS must be a whole number from 1 to ${String(RETENTION_DAYS.most)}.` }
  }
  const policyFile = value('VITRINE_POLICY')
  const glossaryFile = value('VITRINE_GLOSSARY')
  return {
    ok: true,
    settings: {
      url: value('VITRINE_URL'),
      database: value('VITRINE_DB'),
      login: value('VITRINE_LOGIN'),
      apiKey: value('VITRINE_API_KEY'),
      profile: profileDirectory(host, value('VITRINE_PROFILE')),
      policyFile: policyFile === '' ? undefined : policyFile,
      glossaryFile: glossaryFile === '' ? undefined : glossaryFile,
      retentionDays,
    },
  }
}

/** The directory that is given, or where programs of each system keep what is theirs to keep between runs. */
export function profileDirectory({ env, platform, homeDir }: Pick<Host, 'env' | 'platform' | 'homeDir'>, given: string): string {
  const system = platform === 'win32' ? path.win32 : path.posix
  if (given !== '') return system.resolve(given)
  if (platform === 'win32') return system.join(env['LOCALAPPDATA'] ?? system.join(homeDir, 'AppData', 'Local'), 'Vitrine', 'headless')
  if (platform === 'darwin') return system.join(homeDir, 'Library', 'Application Support', 'Vitrine', 'headless')
  const state = env['XDG_STATE_HOME'] ?? ''
  // The specification says that a relative path is to be ignored.
  return system.join(system.isAbsolute(state) ? state : system.join(homeDir, '.local', 'state'), 'vitrine')
}
