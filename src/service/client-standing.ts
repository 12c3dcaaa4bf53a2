import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { findClaude } from '../clients/claude-program'
import { locateClient } from '../clients/client-places'
import { claudeDesktop, clientTable, type ClientRow } from '../clients/client-table'
import { readConfigFile } from '../clients/config-file'
import { entryFor, type ServerEntry } from '../clients/entry'
import type { MachineLook } from '../clients/machine-look'
import { processesOf, runningPrograms, type RunningProgram } from '../clients/running'
import { registrationStatus, type RegistrationStatus } from '../clients/status'
import type { ClaudeStatus } from '../contract/app-state'
import type { ClientStatus, NextStart } from '../contract/registration'
import type { Host } from '../host/host'
import type { SettingsStore } from '../settings/store'

/** The relay as a program of its own, or as a script that `command` (Node) runs. */
export interface RelayCommand {
  readonly command: string
  readonly script: string | null
}

export interface ClientStandingDeps {
  readonly host: Host
  readonly settings: SettingsStore
  /** Null when no relay can be found. */
  readonly relay: () => RelayCommand | null
  readonly machine: MachineLook
}

/** How Vitrine stands with the clients of the table. Looks at files and running programs, and changes nothing. */
export interface ClientStanding {
  readonly all: (nextStart: (clientId: string) => NextStart | null) => Promise<readonly ClientStatus[]>
  readonly kind: (client: ClientRow) => Promise<ClientStatus['kind']>
  /** What runs of all clients. */
  readonly running: () => Promise<readonly RunningProgram[] | 'unknown'>
}

const programNames = clientTable.flatMap(({ program }) => program?.names ?? [])

export function createClientStanding({ host, settings, relay, machine }: ClientStandingDeps): ClientStanding {
  const running = () => runningPrograms(host.platform, programNames, machine)

  const kindAt = async (client: ClientRow, path: string, installed: boolean): Promise<ClientStatus['kind']> => {
    const command = relay()
    const entry = wantedEntry(client, command)
    const wasRegistered = settings.get().clients.some(({ id, transport = 'relay' }) => id === client.id && transport === 'relay')
    if (!installed && !wasRegistered) return 'not_installed'
    if (command === null || entry === null) return wasRegistered ? 'stale_path' : 'not_registered'
    const config = await readConfigFile(path).then(({ text }) => ({ text }), () => 'unreadable' as const)
    const commandExists = await exists(command.script ?? command.command)
    const kind = STATUS_KINDS[registrationStatus({ client, config, entry, wasRegistered, commandExists })]
    return kind === 'registered' && !wasRegistered ? 'no_key' : kind
  }

  const statusOf = async (client: ClientRow, programs: readonly RunningProgram[] | 'unknown', nextStart: NextStart | null): Promise<ClientStatus> => {
    const { locations: [live, ...others], installed } = await locateClient(host, client, machine)
    const known = programs === 'unknown' ? [] : programs
    const processes = processesOf(client, host.platform, known)
    const own = known.filter(({ pid }) => processes.includes(pid))
    const program = client.id === claudeDesktop.id ? await findClaude(host, own, machine) : { installed: false, version: null }
    const { id, name, docs, notice, transports } = client
    return {
      id,
      name,
      docs,
      notice,
      transports,
      kind: await kindAt(client, live.path, installed || program.installed),
      path: live.path,
      decoys: others.filter(({ exists: there }) => there).map(({ path }) => path),
      version: program.version,
      running: client.program === undefined || programs === 'unknown' ? 'unknown' : processes.length > 0 ? 'yes' : 'no',
      nextStart,
    }
  }

  return {
    running,
    kind: async (client) => {
      const { locations: [live] } = await locateClient(host, client, machine)
      return kindAt(client, live.path, true)
    },
    all: async (nextStart) => {
      const programs = await running()
      return Promise.all(clientTable.map((client) => statusOf(client, programs, nextStart(client.id))))
    },
  }
}

/** The entry that this Vitrine writes for a client; null when it has no relay. */
export function wantedEntry(client: ClientRow, relay: RelayCommand | null): ServerEntry | null {
  if (relay === null) return null
  return entryFor(client, relay.script === null ? { command: relay.command } : { command: relay.command, script: relay.script })
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
