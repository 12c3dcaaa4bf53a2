import { randomBytes } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js'
import { onTestFinished } from 'vitest'
import { openJournal, type OpenedJournal } from '../../../src/activity/journal'
import { thisMachine, type MachineLook } from '../../../src/clients/machine-look'
import type { ActivityEvent } from '../../../src/contract/activity'
import type { AppState, ConnectionStatus, StagedTest } from '../../../src/contract/app-state'
import type { ConnectionDraft } from '../../../src/contract/requests'
import type { Keychain } from '../../../src/credentials/keychain'
import type { Host } from '../../../src/host/host'
import { inEnglish } from '../../../src/i18n/english'
import { createLog } from '../../../src/logging/log'
import { createHouse } from '../../../src/service/house'
import type { House, HousePorts } from '../../../src/service/house-ports'
import { createSettingsStore, type SettingsStore } from '../../../src/settings/store'
import { asRead } from '../in-english'
import { SAMPLE_NOW, type SampleOdoo, type SampleUserName } from '../sample-odoo/server'
import { manualTime, type ManualTime } from './manual-time'
import { scriptedKeychain, type ScriptedKeychain } from './scripted-keychain'

/** A user's home with everything that Vitrine and its neighbours keep there; it outlives the houses opened in it. */
export interface Home {
  readonly root: string
  readonly host: Host
  readonly time: ManualTime
  readonly keychain: ScriptedKeychain
  readonly settingsPath: string
  readonly journalPath: string
  readonly logPath: string
  readonly claudeConfig: string
}

/** A home for the running test, gone when it ends. Claude Desktop has been installed in it. */
export async function makeHome(): Promise<Home> {
  const root = await mkdtemp(join(tmpdir(), 'vitrine-house-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  const homeDir = join(root, 'home')
  const tempDir = join(root, 'tmp')
  const profile = join(homeDir, '.config', 'Vitrine')
  const claude = join(homeDir, '.config', 'Claude')
  for (const directory of [tempDir, profile, claude]) await mkdir(directory, { recursive: true })
  const time = manualTime(Date.parse(SAMPLE_NOW))
  return {
    root,
    time,
    host: {
      platform: 'linux',
      env: {},
      homeDir,
      tempDir,
      timeZone: 'Europe/Brussels',
      now: time.now,
      monotonicMs: () => performance.now(),
      randomBytes,
    },
    keychain: scriptedKeychain(),
    settingsPath: join(profile, 'settings.json'),
    journalPath: join(profile, 'journal.sqlite'),
    logPath: join(profile, 'vitrine.log'),
    claudeConfig: join(claude, 'claude_desktop_config.json'),
  }
}

export interface OpenHouse {
  readonly house: House
  readonly settings: SettingsStore
  readonly journal: OpenedJournal | Error
  readonly state: () => AppState
  /** Every state of the connection so far, without repetitions of a kind. */
  readonly kinds: () => readonly ConnectionStatus['kind'][]
  /** Resolves as soon as the state is so. */
  readonly until: (isSo: (state: AppState) => boolean) => Promise<AppState>
  readonly activity: readonly ActivityEvent[]
  readonly tests: readonly StagedTest[]
  /** What the user was told of keys that end soon. */
  readonly keyWarnings: readonly string[]
  /** Desktop notifications of alerts. */
  readonly alertsTold: readonly string[]
  /** The same of clients that dropped our entry. */
  readonly entriesLost: readonly string[]
  readonly stop: () => Promise<void>
}

export interface OpenHouseOptions extends Partial<Pick<HousePorts, 'odooTuning' | 'setStartAtLogin' | 'chooseExportPath' | 'resolveReceiver'>> {
  readonly relay?: string
  /** What programs run and are installed; none unless said otherwise. */
  readonly machine?: Partial<MachineLook>
  readonly keychain?: Keychain
  /** Takes the place of the journal, or changes it. */
  readonly journal?: (opened: OpenedJournal) => OpenedJournal | Error
}

/** Nothing runs, and nothing outside the home is installed. */
const quietMachine = { readText: () => Promise.resolve(null), run: () => Promise.resolve(null) }

/** The whole product without Electron, started in a home as the application starts it. It is stopped when the test ends. */
export async function openHouse(home: Home, options: OpenHouseOptions = {}): Promise<OpenHouse> {
  const { host, time } = home
  const settings = await createSettingsStore({ path: home.settingsPath, now: host.now })
  const opened = openJournal(home.journalPath, host)
  const journal = options.journal?.(opened) ?? opened
  const activity: ActivityEvent[] = []
  const tests: StagedTest[] = []
  const keyWarnings: string[] = []
  const alertsTold: string[] = []
  const entriesLost: string[] = []
  const { relay } = options
  const log = createLog({ write: (line) => appendFileSync(home.logPath, line), now: host.now, homeDir: host.homeDir, level: 'debug' })
  const built = createHouse({
    host,
    app: { version: '0.0.0', electron: '0.0.0', platform: host.platform, journalPath: home.journalPath, languages: [] },
    settings,
    keychain: options.keychain ?? home.keychain,
    journal,
    log,
    schedule: time.schedule,
    relay: () => (relay === undefined ? null : { command: process.execPath, script: relay }),
    machine: { ...thisMachine, ...quietMachine, ...options.machine },
    setStartAtLogin: options.setStartAtLogin ?? (() => Promise.resolve()),
    chooseExportPath: options.chooseExportPath ?? (() => Promise.resolve(null)),
    onActivity: (events) => activity.push(...events),
    onTestProgress: (test) => tests.push(asRead(test)),
    onKeyExpiring: (message) => keyWarnings.push(inEnglish(message)),
    onAlert: (message) => alertsTold.push(inEnglish(message)),
    onEntryLost: (message) => entriesLost.push(inEnglish(message)),
    ...(options.resolveReceiver === undefined ? {} : { resolveReceiver: options.resolveReceiver }),
    ...(options.odooTuning === undefined ? {} : { odooTuning: options.odooTuning }),
  })
  const house = read(built)
  const kinds: ConnectionStatus['kind'][] = [house.store.state().connection.kind]
  house.store.subscribe(({ changes }) => {
    if (changes.connection !== undefined && changes.connection.kind !== kinds.at(-1)) kinds.push(changes.connection.kind)
  })
  let stopping: Promise<void> | undefined
  const stop = (): Promise<void> => (stopping ??= house.stop())
  onTestFinished(stop)
  await house.start()
  log.info('The house is open')
  return {
    house,
    settings,
    journal,
    state: house.store.state,
    kinds: () => kinds,
    until: (isSo) =>
      new Promise((resolve) => {
        const look = (state: AppState): void => {
          if (!isSo(state)) return
          unsubscribe()
          resolve(state)
        }
        const unsubscribe = house.store.subscribe((_patch, state) => {
          look(asRead(state))
        })
        look(house.store.state())
      }),
    activity,
    tests,
    keyWarnings,
    alertsTold,
    entriesLost,
    stop,
  }
}

/** The same house, whose sentences are read in English: tests say what a person reads, and not which sentence of the catalogue it is. */
function read(house: House): House {
  const handlers = Object.entries(house.handlers).map(([name, handle]) => [name, async (args: never) => asRead(await handle(args))])
  return { ...house, handlers: Object.fromEntries(handlers) as House['handlers'], store: { ...house.store, state: () => asRead(house.store.state()) } }
}

/** What a person would type to connect the sample. */
export function draftOf(sample: SampleOdoo, changes: Partial<ConnectionDraft> & { readonly user?: SampleUserName } = {}): ConnectionDraft {
  const { user = 'reader', ...rest } = changes
  const { login, key } = sample.users[user]
  return { name: '', url: sample.url, database: sample.db, login, apiKey: key, caFile: '', ...rest }
}

export interface Answered {
  readonly isError: boolean
  readonly answer: Readonly<Record<string, unknown>>
  readonly text: string
}

/** Claude, as far as Vitrine meets it: an SDK client on the relay that the registered configuration names. */
export interface HouseClient {
  readonly client: Client
  readonly pid: number
  readonly ask: (tool: string, args?: Readonly<Record<string, unknown>>, signal?: AbortSignal) => Promise<Answered>
  /** Resolves with the next announcement that the list of tools has changed, also one that came before. */
  readonly listChanged: () => Promise<void>
  /** Announcements so far that nobody waited for. */
  readonly unheard: () => number
}

/** Registers Claude Desktop and starts what its configuration then says, with nothing in the environment but the home directory. */
export async function startClient(home: Home, { house }: Pick<OpenHouse, 'house'>): Promise<HouseClient> {
  const plan = await house.handlers.planClient({ clientId: 'claude-desktop', action: 'register' })
  if (plan.kind === 'change' || plan.kind === 'unchanged') {
    const applied = await house.handlers.applyClient({ clientId: 'claude-desktop', action: 'register' })
    if (!applied.ok) throw new Error(inEnglish(applied.message))
  } else throw new Error(`The registration cannot be planned: ${plan.kind}`)
  return startRegisteredClient(home)
}

export async function startRegisteredClient(home: Home): Promise<HouseClient> {
  const config = JSON.parse(await readFile(home.claudeConfig, 'utf8')) as {
    readonly mcpServers: { readonly 'vitrine-odoo': { readonly command: string; readonly args: readonly string[] } }
  }
  const { command, args } = config.mcpServers['vitrine-odoo']
  const transport = new StdioClientTransport({
    command: 'env',
    args: ['-i', `HOME=${home.host.homeDir}`, command, ...args],
    stderr: 'ignore',
  })
  const client = new Client({ name: 'Claude test', version: '3.2.1' })
  onTestFinished(() => client.close())
  let unheard = 0
  const waiting: (() => void)[] = []
  client.setNotificationHandler(ToolListChangedNotificationSchema, () => {
    const tell = waiting.shift()
    if (tell === undefined) unheard += 1
    else tell()
  })
  await client.connect(transport)
  return {
    client,
    pid: transport.pid ?? 0,
    ask: async (name, toolArgs = {}, signal) => {
      const result = await client.callTool({ name, arguments: { ...toolArgs } }, undefined, signal === undefined ? {} : { signal })
      const [block] = result.content as readonly { readonly text: string }[]
      const text = block?.text ?? ''
      return { isError: result.isError === true, answer: JSON.parse(text) as Readonly<Record<string, unknown>>, text }
    },
    listChanged: () => {
      if (unheard > 0) {
        unheard -= 1
        return Promise.resolve()
      }
      return new Promise((resolve) => waiting.push(resolve))
    },
    unheard: () => unheard,
  }
}
