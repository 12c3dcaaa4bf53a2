import { basename } from 'node:path'
import { applyPlan } from '../clients/apply'
import { ApplyError } from '../clients/apply-error'
import { createClientKey, hashClientKey, readClientKeyFile, removeClientKeyFile, writeClientKeyFile } from '../clients/client-keys'
import { readConfigFile, type ConfigFile } from '../clients/config-file'
import { diffPreview } from '../clients/diff-preview'
import { listBackups, restoreBackup } from '../clients/backups'
import { claudeDesktop, clientRow, type ClientRow } from '../clients/client-table'
import { locateClient } from '../clients/client-places'
import type { ConfigPlan, ConflictReason } from '../clients/config-plan'
import { entryProblems, type EntryProblem } from '../clients/entry'
import { diskProbe } from '../clients/file-probe'
import { planRegistration, planRemoval } from '../clients/plan'
import { removeEntries, type Removal } from '../clients/remove-entries'
import { snippets } from '../clients/snippets'
import type { BackupSummary, ClientSnippets } from '../contract/registration'
import type { ActionResult, ClientPlan } from '../contract/requests'
import type { Said, Sentence } from '../i18n/sentence'
import type { Store } from '../state/store'
import { createClientStanding, wantedEntry, type ClientStandingDeps } from './client-standing'
import type { Schedule } from './connection-control'
import { createNextStartCheck } from './next-start'

export interface ClientControlDeps extends ClientStandingDeps {
  readonly store: Store
  readonly schedule: Schedule
  /** A client that has started has no entry of ours any more. */
  readonly onEntryLost: (message: Said, hint: Said) => void
  /** The client was removed: its sessions must end. */
  readonly onClientRemoved: (clientId: string) => void
}

export type RegistrationAction = 'register' | 'unregister'

/** Registration with clients: shown first, then written, then looked at again. */
export interface ClientControl {
  /** Works out what `action` would change, and remembers it for `apply`. Writes nothing. */
  readonly plan: (clientId: string, action: RegistrationAction) => Promise<ClientPlan>
  /** Carries out what was planned last; refused when the file has changed since. */
  readonly apply: (clientId: string, action: RegistrationAction) => Promise<ActionResult>
  /** Takes our entry out of every file of a client whose key is gone; what is not ours stays. Nothing for a client without a row. */
  readonly takeEntryOut: (clientId: string) => Promise<readonly Removal[]>
  /** Copies of the client's configuration from before our changes, the newest first. */
  readonly backups: (clientId: string) => Promise<readonly BackupSummary[]>
  /** Puts a copy back; what it replaces is kept as a copy as well. */
  readonly restore: (clientId: string, name: string) => Promise<ActionResult>
  /** What a user pastes into a client that is not in the table. */
  readonly snippets: (clientId: string, port: number) => ClientSnippets
  /** Looks at the files and the running programs again. */
  readonly refresh: () => Promise<void>
  /** Waits for no client any more. */
  readonly stop: () => void
}

interface Planned {
  readonly client: ClientRow
  readonly action: RegistrationAction
  readonly path: string
  readonly file: ConfigFile
  readonly plan: ConfigPlan
}

const DIFF_CONTEXT = 4

export function createClientControl(deps: ClientControlDeps): ClientControl {
  const { host, settings, store } = deps
  let planned: Planned | null = null

  const work = async (client: ClientRow, action: RegistrationAction): Promise<Planned | Refusal> => {
    const { locations: [{ path }] } = await locateClient(host, client, diskProbe)
    const entry = wantedEntry(client, deps.relay())
    if (action === 'register') {
      if (entry === null) return new Refusal(path, { id: 'fault.relay.missing' }, { id: 'fault.install.again' })
      const [problem] = entryProblems(entry, host.platform)
      if (problem !== undefined) return new Refusal(path, ...ENTRY_SENTENCES[problem])
    }
    let file: ConfigFile
    try {
      file = await readConfigFile(path)
    } catch {
      return new Refusal(path, { id: 'fault.config.unreadable', values: { client: client.name } }, { id: 'fault.config.permissions' })
    }
    const plan = action === 'register' && entry !== null ? planRegistration(client, file.text, entry) : planRemoval(client, file.text)
    return { client, action, path, file, plan }
  }

  /** The key file and its hash belong together; either alone is made anew. */
  const ensureClientKey = async ({ id, name }: ClientRow): Promise<void> => {
    const known = settings.get().clients.find((one) => one.id === id)
    const present = await readClientKeyFile(host, id).catch(() => null)
    if (present !== null && known?.keyHash === hashClientKey(present)) return
    const { key, keyHash } = createClientKey(host)
    const client = { id, name, keyHash, createdAt: new Date(host.now()).toISOString() }
    await settings.update((before) => ({ ...before, clients: [...before.clients.filter((one) => one.id !== id), client] }))
    await writeClientKeyFile(host, id, key)
  }

  const forgetClient = async ({ id }: ClientRow): Promise<void> => {
    await settings.update((before) => ({ ...before, clients: before.clients.filter((one) => one.id !== id) }))
    deps.onClientRemoved(id)
    await removeClientKeyFile(host, id)
  }

  const standing = createClientStanding(deps)

  const refresh = async (): Promise<void> => {
    const statuses = await standing.all(nextStart.outcome)
    store.dispatch({ type: 'registrationsChecked', statuses })
    const claude = statuses.find(({ id }) => id === claudeDesktop.id)
    if (claude !== undefined) store.dispatch({ type: 'claudeChecked', claude: { kind: claude.kind, path: claude.path, running: claude.running === 'yes' } })
  }

  const nextStart = createNextStartCheck({
    host,
    schedule: deps.schedule,
    running: standing.running,
    isRegistered: async (client) => (await standing.kind(client)) === 'registered',
    onOutcome: (client, outcome) => {
      if (outcome === 'lost') deps.onEntryLost({ id: 'notify.entryLost', values: { client: client.name } }, { id: 'notify.entryLost.hint', values: { client: client.name } })
      refresh().catch(() => undefined)
    },
  })

  return {
    refresh,
    stop: nextStart.stop,

    takeEntryOut: async (clientId) => {
      const client = clientRow(clientId)
      if (client === null) return []
      nextStart.forget(clientId)
      return removeEntries(host, client, deps.machine)
    },

    plan: async (clientId, action) => {
      const client = clientRow(clientId)
      if (client === null) return { kind: 'unreadable', path: '', message: [UNKNOWN.message, UNKNOWN.hint] }
      const result = await work(client, action)
      planned = result instanceof Refusal ? null : result
      return result instanceof Refusal ? { kind: 'unreadable', path: result.path, message: [result.message, result.hint] } : shown(result)
    },

    backups: async (clientId) => {
      const client = clientRow(clientId)
      if (client === null) return []
      const { locations: [{ path }] } = await locateClient(host, client, diskProbe)
      const { target } = await readConfigFile(path).catch(() => ({ target: path }))
      return listBackups(target).then((paths) => paths.map((backup) => ({ name: basename(backup) })), () => [])
    },

    restore: async (clientId, name) => {
      const client = clientRow(clientId)
      if (client === null) return UNKNOWN
      const { locations: [{ path }] } = await locateClient(host, client, diskProbe)
      try {
        await restoreBackup({ path, name, now: host.now })
        return { ok: true }
      } catch (error) {
        if (error instanceof ApplyError) return { ok: false, message: { id: `apply.${error.code}` }, hint: APPLY_HINTS[error.code] }
        return { ok: false, message: { id: 'fault.backup.restore' }, hint: { id: 'fault.backup.restore.hint' } }
      } finally {
        await refresh()
      }
    },

    snippets: (clientId, port) => snippets({ clientId, relay: deps.relay(), port }),

    apply: async (clientId, action) => {
      const client = clientRow(clientId)
      if (client === null) return UNKNOWN
      const seen = planned?.action === action && planned.client.id === clientId ? planned : null
      planned = null
      const current = seen ?? (await work(client, action))
      if (current instanceof Refusal) return { ok: false, message: current.message, hint: current.hint }
      const { path, file } = current
      // Somebody else's entry is replaced only for a user who was shown what that would do.
      const plan = current.plan.kind === 'conflict' && seen !== null ? (current.plan.override ?? current.plan) : current.plan
      if (plan.kind === 'conflict') return { ok: false, message: CONFLICT_SENTENCES[plan.reason], hint: { id: 'fault.nothingChanged' } }
      if (plan.kind === 'unparsable') {
        return { ok: false, message: { id: 'fault.config.invalid', values: { client: client.name } }, hint: { id: 'fault.config.mend' } }
      }
      try {
        // The key comes first: an entry whose key is missing would be an error at Claude's next start.
        if (action === 'register') await ensureClientKey(client)
        if (plan.kind !== 'unchanged') await applyPlan({ path, change: plan, plannedFor: file.hash, now: host.now })
        if (action === 'unregister') {
          nextStart.forget(client.id)
          await forgetClient(client)
          // What is not ours or not valid in files that the client does not read stays; it starts nothing, as the key is gone.
          await removeEntries(host, client, deps.machine)
        } else {
          await nextStart.expect(client)
        }
        return { ok: true }
      } catch (error) {
        if (error instanceof ApplyError) return { ok: false, message: { id: `apply.${error.code}` }, hint: APPLY_HINTS[error.code] }
        return { ok: false, message: { id: 'fault.registration' }, hint: { id: 'fault.registration.hint' } }
      } finally {
        await refresh()
      }
    },
  }
}

/** Why nothing can be planned at all. */
class Refusal {
  constructor(
    readonly path: string,
    readonly message: Said,
    readonly hint: Said,
  ) {}
}

const UNKNOWN = { ok: false, message: { id: 'fault.config.unknown' }, hint: { id: 'fault.config.unknown.hint' } } as const

function shown({ path, plan, file }: Planned): ClientPlan {
  switch (plan.kind) {
    case 'unchanged':
      return { kind: 'unchanged', path }
    case 'unparsable': {
      const { line, column, message } = plan.error
      return { kind: 'unparsable', path, line, column, message }
    }
    case 'conflict': {
      const diff = plan.override === null ? [] : diffPreview(plan.before, plan.override.after, { context: DIFF_CONTEXT })
      return { kind: 'conflict', path, message: CONFLICT_SENTENCES[plan.reason], diff, canReplace: plan.override !== null }
    }
    case 'insert':
    case 'update':
    case 'remove':
      return {
        kind: 'change',
        path,
        diff: diffPreview(plan.before ?? '', plan.after, { context: DIFF_CONTEXT }),
        createsFile: file.bytes === null,
      }
  }
}

const CONFLICT_SENTENCES: Readonly<Record<ConflictReason, Sentence>> = {
  foreign_entry: { id: 'conflict.foreign_entry' },
  not_an_object: { id: 'conflict.not_an_object' },
  unusual_form: { id: 'conflict.unusual_form' },
  duplicate_key: { id: 'conflict.duplicate_key' },
}

const ENTRY_SENTENCES: Readonly<Record<EntryProblem, readonly [message: Sentence, hint: Sentence]>> = {
  not_absolute: [{ id: 'place.unknown' }, { id: 'fault.install.again' }],
  space_in_path: [{ id: 'place.space' }, { id: 'place.space.hint' }],
  not_an_executable: [{ id: 'place.noProgram' }, { id: 'fault.install.again' }],
  mount_point: [{ id: 'place.mount' }, { id: 'place.mount.hint' }],
  translocated: [{ id: 'place.translocated' }, { id: 'place.translocated.hint' }],
}

const APPLY_HINTS: Readonly<Record<ApplyError['code'], Sentence>> = {
  changed: { id: 'apply.changed.hint' },
  read_only: { id: 'apply.read_only.hint' },
  busy: { id: 'apply.busy.hint' },
  unsafe_edit: { id: 'apply.unsafe_edit.hint' },
  not_kept: { id: 'apply.not_kept.hint' },
  not_written: { id: 'apply.not_written.hint' },
}
