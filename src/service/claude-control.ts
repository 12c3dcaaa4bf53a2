import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { applyPlan, ApplyError } from '../clients/apply'
import { createClientKey, hashClientKey, readClientKeyFile, removeClientKeyFile, writeClientKeyFile } from '../clients/client-keys'
import type { ClientProcesses } from '../clients/client-processes'
import { readConfigFile, type ConfigFile } from '../clients/config-file'
import { diffPreview } from '../clients/diff-preview'
import { claudeDesktopClientId, claudeDesktopEntry, entryProblems, type EntryProblem, type ServerEntry } from '../clients/entry'
import { diskProbe } from '../clients/file-probe'
import { locateClaudeDesktop } from '../clients/locate'
import { planRegistration, planRemoval, type ConfigPlan, type ConflictReason } from '../clients/plan'
import { registrationStatus, type RegistrationStatus } from '../clients/status'
import type { ClaudeStatus } from '../contract/app-state'
import type { ActionResult, ClaudePlan } from '../contract/requests'
import type { Host } from '../host/host'
import type { SettingsStore } from '../settings/store'
import type { Store } from '../state/store'

/** The relay as a program of its own, or as a script that `command` (Node) runs. */
export interface RelayCommand {
  readonly command: string
  readonly script: string | null
}

export interface ClaudeDeps {
  readonly host: Host
  readonly settings: SettingsStore
  readonly store: Store
  /** Null when no relay can be found. */
  readonly relay: () => RelayCommand | null
  readonly processes: ClientProcesses
  /** The client was removed: its sessions must end. */
  readonly onClientRemoved: (clientId: string) => void
}

export type ClaudeAction = 'register' | 'unregister'

/** Registration with Claude Desktop: shown first, then written, then looked at again. */
export interface ClaudeControl {
  /** Works out what `action` would change, and remembers it for `apply`. Writes nothing. */
  readonly plan: (action: ClaudeAction) => Promise<ClaudePlan>
  /** Carries out what was planned last; refused when the file has changed since. */
  readonly apply: (action: ClaudeAction) => Promise<ActionResult>
  /** Looks at the file and the running programs again. */
  readonly refresh: () => Promise<void>
}

interface Planned {
  readonly action: ClaudeAction
  readonly path: string
  readonly file: ConfigFile
  readonly plan: ConfigPlan
}

const CLIENT_NAME = 'Claude Desktop'
const DIFF_CONTEXT = 4

export function createClaudeControl(deps: ClaudeDeps): ClaudeControl {
  const { host, settings, store } = deps
  let planned: Planned | null = null

  const livePlace = async (): Promise<{ path: string; installed: boolean }> => {
    const { locations, installed } = await locateClaudeDesktop(host, diskProbe)
    return { path: locations[0].path, installed }
  }

  const work = async (action: ClaudeAction): Promise<Planned | Refusal> => {
    const { path } = await livePlace()
    const entry = wantedEntry(deps.relay())
    if (action === 'register') {
      if (entry === null) return new Refusal(path, 'The part of Vitrine that Claude starts is missing.', 'Install Vitrine again.')
      const [problem] = entryProblems(entry, host.platform)
      if (problem !== undefined) return new Refusal(path, ...ENTRY_SENTENCES[problem])
    }
    let file: ConfigFile
    try {
      file = await readConfigFile(path)
    } catch {
      return new Refusal(path, 'The configuration of Claude Desktop cannot be read.', 'Check the permissions of the file.')
    }
    const plan = action === 'register' && entry !== null ? planRegistration(file.text, entry) : planRemoval(file.text)
    return { action, path, file, plan }
  }

  /** The key file and its hash belong together; either alone is made anew. */
  const ensureClientKey = async (): Promise<void> => {
    const known = settings.get().clients.find(({ id }) => id === claudeDesktopClientId)
    const present = await readClientKeyFile(host, claudeDesktopClientId).catch(() => null)
    if (present !== null && known?.keyHash === hashClientKey(present)) return
    const { key, keyHash } = createClientKey(host)
    const client = { id: claudeDesktopClientId, name: CLIENT_NAME, keyHash, createdAt: new Date(host.now()).toISOString() }
    await settings.update((before) => ({ ...before, clients: [...before.clients.filter(({ id }) => id !== client.id), client] }))
    await writeClientKeyFile(host, claudeDesktopClientId, key)
  }

  const forgetClient = async (): Promise<void> => {
    await settings.update((before) => ({ ...before, clients: before.clients.filter(({ id }) => id !== claudeDesktopClientId) }))
    deps.onClientRemoved(claudeDesktopClientId)
    await removeClientKeyFile(host, claudeDesktopClientId)
  }

  const refresh = async (): Promise<void> => {
    const [{ path, installed }, running] = await Promise.all([livePlace(), deps.processes.isRunning('claude-desktop')])
    const kind = await statusAt(path, installed)
    store.dispatch({ type: 'claudeChecked', claude: { kind, path, running: running === 'running' } })
  }

  const statusAt = async (path: string, installed: boolean): Promise<ClaudeStatus['kind']> => {
    const relay = deps.relay()
    const entry = wantedEntry(relay)
    const wasRegistered = settings.get().clients.some(({ id }) => id === claudeDesktopClientId)
    if (!installed && !wasRegistered) return 'not_installed'
    if (relay === null || entry === null) return wasRegistered ? 'stale_path' : 'not_registered'
    const config = await readConfigFile(path).then(({ text }) => ({ text }), () => 'unreadable' as const)
    const commandExists = await exists(relay.script ?? relay.command)
    return STATUS_KINDS[registrationStatus({ config, entry, wasRegistered, commandExists })]
  }

  return {
    refresh,

    plan: async (action) => {
      const result = await work(action)
      planned = result instanceof Refusal ? null : result
      return result instanceof Refusal ? { kind: 'unreadable', path: result.path, message: `${result.message} ${result.hint}` } : shown(result)
    },

    apply: async (action) => {
      const seen = planned?.action === action ? planned : null
      planned = null
      const current = seen ?? (await work(action))
      if (current instanceof Refusal) return { ok: false, message: current.message, hint: current.hint }
      const { path, file } = current
      // Somebody else's entry is replaced only for a user who was shown what that would do.
      const plan = current.plan.kind === 'conflict' && seen !== null ? (current.plan.override ?? current.plan) : current.plan
      if (plan.kind === 'conflict') return { ok: false, message: CONFLICT_SENTENCES[plan.reason], hint: 'Nothing was changed.' }
      if (plan.kind === 'unparsable') {
        return { ok: false, message: 'The configuration of Claude Desktop is not valid, so it was left as it is.', hint: 'Mend the line shown, then try again.' }
      }
      try {
        // The key comes first: an entry whose key is missing would be an error at Claude's next start.
        if (action === 'register') await ensureClientKey()
        if (plan.kind !== 'unchanged') await applyPlan({ path, change: plan, plannedFor: file.hash, now: host.now })
        if (action === 'unregister') await forgetClient()
        return { ok: true }
      } catch (error) {
        if (error instanceof ApplyError) return { ok: false, message: error.message, hint: APPLY_HINTS[error.code] }
        return { ok: false, message: 'The registration could not be completed.', hint: 'Check that the disk is not full, then try again.' }
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
    readonly message: string,
    readonly hint: string,
  ) {}
}

function wantedEntry(relay: RelayCommand | null): ServerEntry | null {
  if (relay === null) return null
  return claudeDesktopEntry(relay.script === null ? { command: relay.command } : { command: relay.command, script: relay.script })
}

function shown({ path, plan, file }: Planned): ClaudePlan {
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

async function exists(file: string): Promise<boolean> {
  return access(file, constants.F_OK).then(
    () => true,
    () => false,
  )
}

const STATUS_KINDS: Readonly<Record<RegistrationStatus, ClaudeStatus['kind']>> = {
  registered: 'registered',
  stale_path: 'stale_path',
  missing: 'overwritten',
  overwritten: 'overwritten',
  foreign_entry: 'foreign_entry',
  unreadable: 'unreadable',
  not_registered: 'not_registered',
}

const CONFLICT_SENTENCES: Readonly<Record<ConflictReason, string>> = {
  foreign_entry: 'There is already a server named vitrine-odoo that Vitrine did not write.',
  not_an_object: 'The list of servers in this file is not what Claude Desktop expects.',
  duplicate_key: 'The same name stands in this file twice.',
}

const ENTRY_SENTENCES: Readonly<Record<EntryProblem, readonly [message: string, hint: string]>> = {
  not_absolute: ['The place of Vitrine on this computer is not known.', 'Install Vitrine again.'],
  space_in_path: ['Vitrine is in a folder with a space in its name; Claude Desktop cannot start it from there.', 'Install Vitrine in a folder without spaces.'],
  not_an_executable: ['The part of Vitrine that Claude starts is not a program.', 'Install Vitrine again.'],
  mount_point: ['Vitrine runs from a place that is gone after it ends.', 'Start Vitrine from its AppImage file.'],
  translocated: ['macOS runs Vitrine from a temporary place.', 'Move Vitrine into the Applications folder and open it from there.'],
}

const APPLY_HINTS: Readonly<Record<ApplyError['code'], string>> = {
  changed: 'Look at the change again.',
  read_only: 'Make the file writable, then try again.',
  busy: 'Try again in a moment.',
  unsafe_edit: 'Please report this; your file is untouched.',
  not_kept: 'Quit Claude Desktop completely, then try again.',
  not_written: 'Check the permissions of the folder and that the disk is not full.',
}
