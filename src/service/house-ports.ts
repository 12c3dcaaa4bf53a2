import type { LookupFunction } from 'node:net'
import type { OpenedJournal } from '../activity/journal'
import type { MachineLook } from '../clients/machine-look'
import type { ActivityEvent } from '../contract/activity'
import type { AppState, StagedTest } from '../contract/app-state'
import type { ArgsOf, RequestName, ResultOf } from '../contract/requests'
import type { Keychain } from '../credentials/keychain'
import type { Host } from '../host/host'
import type { Said } from '../i18n/sentence'
import type { Log } from '../logging/log'
import type { ReaderTuning } from '../odoo/connection'
import type { SettingsStore } from '../settings/store'
import type { Store } from '../state/store'
import type { ClientControl } from './client-control'
import type { RelayCommand } from './client-standing'
import type { Schedule } from './connection-control'

/** What the shell around the house provides. */
export interface HousePorts {
  readonly host: Host
  readonly app: AppState['app']
  readonly settings: SettingsStore
  readonly keychain: Keychain
  /** The journal, or why it could not be opened: then no question is answered. */
  readonly journal: OpenedJournal | Error
  readonly log: Log
  readonly schedule: Schedule
  readonly relay: () => RelayCommand | null
  /** Where programs of clients are looked for. */
  readonly machine: MachineLook
  readonly setStartAtLogin: (choice: 'on' | 'off') => Promise<void>
  /** Asks the user where to write a file of this name; null when they thought better of it. */
  readonly chooseExportPath: (name: string) => Promise<string | null>
  readonly onActivity: (events: readonly ActivityEvent[]) => void
  readonly onTestProgress: (test: StagedTest) => void
  /** A key of Odoo ends soon: for a desktop notification. */
  readonly onKeyExpiring: (message: Said, hint: Said) => void
  /** The same of a client that dropped our entry when it started. */
  readonly onEntryLost: (message: Said, hint: Said) => void
  /** The same of one alert or of several. */
  readonly onAlert: (message: Said, hint: Said) => void
  /** How names of webhook receivers become addresses; the system's way unless said otherwise. */
  readonly resolveReceiver?: LookupFunction
  /** Time-outs and caps of everything asked of Odoo; those of the Odoo room unless said otherwise. */
  readonly odooTuning?: ReaderTuning
}

/** Requests that only the shell can answer. */
export type ShellRequest = 'openExternal' | 'showInFolder' | 'openBundle' | 'savePermissionSheet' | 'saveMonth' | 'saveProvisionFile' | 'getSupportText' | 'saveSupportText' | 'removeEverything' | 'quit'
type HouseRequest = Exclude<RequestName, ShellRequest>

export type HouseHandlers = { readonly [Name in HouseRequest]: (args: ArgsOf<Name>) => Promise<ResultOf<Name>> }

/** The whole product without Electron: everything between the relay's socket, Odoo, the keychain and the window. */
export interface House {
  readonly store: Store
  readonly handlers: HouseHandlers
  readonly claude: ClientControl
  /** Shows what a connection file would do; its path came from outside. */
  readonly openProvision: (file: string) => Promise<void>
  /** Opens the endpoint and takes up the connection as the user left it. Problems become notices, never a rejection. */
  readonly start: () => Promise<void>
  /** Ends sessions, sockets and timers, forgets the key and closes the journal. */
  readonly stop: () => Promise<void>
  /** Whether the window can be seen: live rows are not sent to a hidden one. */
  readonly setWindowVisible: (visibility: 'visible' | 'hidden') => void
}
