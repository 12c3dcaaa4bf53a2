import * as fsPromises from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { atomicWrite } from '../files/atomic-write'
import { orNullWhenMissing, type FileSteps } from '../files/file-steps'
import { withLock } from '../files/lock'
import { inEnglish } from '../i18n/english'
import { readSettings } from './read-settings'
import { defaultSettings, settingsSchema, type Settings } from './schema'

/**
 * Why the settings are not what the user left:
 * - `broken`: the file could not be understood; it was kept as `keptAs`, and the defaults are in force
 * - `newer`: a later Vitrine wrote it; nothing is written until that one is installed again
 * - `unreadable`: the system did not let us read it (or put a broken one aside); nothing is written
 */
export type SettingsProblem =
  | { readonly kind: 'broken'; readonly reason: string; readonly keptAs: string }
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'unreadable' }

export interface SettingsStore {
  /** The settings in force. Replaced, never changed in place. */
  get(): Settings
  /**
   * Puts what `change` makes of the newest settings on disk, then in force. Changes are made one after the other, also
   * across processes. Throws SettingsError, the schema's error when the result is not valid, or the system's; then
   * nothing has changed.
   */
  update(change: (before: Settings) => Settings): Promise<Settings>
  /** Called after each update with the new and the old settings; must not throw. Call the answer to stop. */
  onChange(listener: (after: Settings, before: Settings) => void): () => void
  readonly problem: SettingsProblem | null
}

/** The settings cannot be written at the moment; `problem` says why. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
  constructor(readonly problem: SettingsProblem) {
    super(inEnglish({ id: problem.kind === 'newer' ? 'problem.settings.newer' : 'problem.settings.unreadable' }))
  }
}

export interface SettingsStoreOptions {
  /** Absolute path of the settings file; its directory is made (0700) when it is missing. */
  readonly path: string
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly fs?: FileSteps
}

/** Opens the settings. Never throws for what the file holds; look at `problem`. */
export async function createSettingsStore({ path, now, fs = fsPromises }: SettingsStoreOptions): Promise<SettingsStore> {
  const listeners = new Set<(after: Settings, before: Settings) => void>()
  let current = defaultSettings
  let problem: SettingsProblem | null = null
  let queue: Promise<unknown> = Promise.resolve()

  const load = async (): Promise<void> => {
    let text: string | null
    try {
      text = await orNullWhenMissing(() => fs.readFile(path, 'utf8'))
    } catch {
      problem = { kind: 'unreadable' }
      return
    }
    // Gone: what is in force is written back with the next change.
    if (text === null) return
    const reading = readSettings(text)
    if (reading.kind === 'settings') current = reading.settings
    else if (reading.kind === 'newer') problem = { kind: 'newer', version: reading.version }
    else problem = await putAside(reading.reason)
  }

  const putAside = async (reason: string): Promise<SettingsProblem> => {
    const time = new Date(now()).toISOString().replace(/[-:.]/g, '')
    const keptAs = join(dirname(path), `${basename(path, extname(path))}.broken-${time}.json`)
    try {
      await fs.rename(path, keptAs)
      return { kind: 'broken', reason, keptAs }
    } catch {
      return { kind: 'unreadable' }
    }
  }

  const locked = async <T>(work: () => Promise<T>): Promise<T> => {
    await fs.mkdir(dirname(path), { recursive: true, mode: 0o700 })
    return withLock(`${path}.lock`, work, { fs })
  }

  const apply = async (change: (before: Settings) => Settings): Promise<Settings> => {
    const before = current
    await locked(async () => {
      if (problem?.kind !== 'broken') problem = null
      await load()
      if (problem !== null && problem.kind !== 'broken') throw new SettingsError(problem)
      const after = settingsSchema.parse(change(current))
      await atomicWrite(path, `${JSON.stringify(after, null, 2)}\n`, { mode: 0o600, fs })
      current = after
    })
    for (const listener of [...listeners]) listener(current, before)
    return current
  }

  await load()

  return {
    get: () => current,
    update(change) {
      const result = queue.then(() => apply(change))
      queue = result.catch(() => undefined)
      return result
    },
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    get problem() {
      return problem
    },
  }
}
