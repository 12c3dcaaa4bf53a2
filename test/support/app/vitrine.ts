import { readFileSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import type { ElectronApplication, Page } from 'playwright'
import type { Bridge } from '../../../src/contract/requests'
import { startDesktop, type Desktop, type DesktopOptions } from '../desktop/desktop'
import { fileAppears } from '../desktop/file-appears'
import { launchApp } from '../desktop/launch-app'
import { startTrayHost, type TrayHost } from '../desktop/tray-host'

declare global {
  interface Window {
    readonly vitrine: Bridge
  }
}

/** The real application on a test desktop, as its user sees it: a window, a tray, a home directory. */
export interface RunningVitrine {
  readonly desktop: Desktop
  readonly tray: TrayHost
  readonly app: () => ElectronApplication
  readonly page: () => Page
  /** Starts it (again) and waits until its endpoint is open and its window is there, or a dialog in front of it. */
  readonly start: (args?: readonly string[], first?: 'view' | 'dialog') => Promise<void>
  /** Starts it as the system does at login, into the tray alone, and waits until its endpoint is open. */
  readonly startHidden: () => Promise<void>
  readonly stop: () => Promise<void>
}

export const endpointFile = (home: string): string => path.join(home, '.vitrine', 'run', 'endpoint.json')
export const claudeConfigFile = (home: string): string => path.join(home, '.config', 'Claude', 'claude_desktop_config.json')

export async function runVitrine(options: DesktopOptions = {}): Promise<RunningVitrine> {
  const desktop = await startDesktop(options)
  const tray = await startTrayHost(desktop)
  let app: ElectronApplication | undefined
  let page: Page | undefined

  const started = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('Vitrine has not been started.')
    return part
  }
  const launch = async (args: readonly string[]): Promise<ElectronApplication> => {
    app = await launchApp(desktop, { args, env: { npm_node_execpath: process.execPath } })
    page = undefined
    return app
  }
  return {
    desktop,
    tray,
    app: () => started(app),
    page: () => started(page),
    start: async (args = [], first = 'view') => {
      const launched = await launch(args)
      page = await launched.firstWindow()
      await (first === 'view' ? page.getByRole('heading', { level: 1 }) : page.getByRole('alertdialog')).waitFor()
      await endpointOpenedBy(launched, desktop.home)
    },
    startHidden: async () => {
      await endpointOpenedBy(await launch(['--hidden']), desktop.home)
    },
    stop: async () => {
      // Closing Playwright's side ends the application when it still runs.
      await app?.close().catch(() => undefined)
      tray.stop()
      await desktop.stop()
    },
  }
}

/** The file may be there from an earlier start that was killed; only the one with this start's process counts. */
async function endpointOpenedBy(app: ElectronApplication, home: string): Promise<void> {
  const file = endpointFile(home)
  await fileAppears(file, AbortSignal.timeout(30_000), () => {
    const { pid } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number }
    return pid === app.process().pid
  })
}

/** Opens one of the six views by the sidebar. */
export async function openView(page: Page, name: 'Overview' | 'Activity' | 'Access' | 'Clients' | 'Connections' | 'Settings'): Promise<void> {
  // An entry that needs attention says so after its name.
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: new RegExp(`^${name}`) }).click()
}

/** What a user types into the form for a new connection. The server tells its database. */
export interface TypedConnection {
  readonly name: string
  readonly url: string
  readonly login: string
  readonly apiKey: string
}

/** Adds a connection as a user does, by the form, up to the press on its button. */
export async function typeConnection(page: Page, typed: TypedConnection): Promise<void> {
  await openView(page, 'Connections')
  const form = page.getByRole('form', { name: 'Connect an Odoo' })
  await page.getByRole('button', { name: /Add a connection|Connect an Odoo/ }).or(form).first().waitFor()
  if (!(await form.isVisible())) await page.getByRole('button', { name: /Add a connection|Connect an Odoo/ }).first().click()
  await form.getByRole('textbox', { name: 'Address' }).fill(typed.url)
  await form.getByRole('textbox', { name: 'Login' }).fill(typed.login)
  await form.getByLabel(/^API key/).fill(typed.apiKey)
  const name = form.getByRole('textbox', { name: /^Name/ })
  // A form that could not be sent has it open still.
  if (!(await name.isVisible())) await form.getByText('More: a name of your own').click()
  await name.fill(typed.name)
  await form.getByRole('button', { name: 'Test and connect' }).click()
}

/** Registers Claude Desktop as a user does: looks at the difference, then confirms. */
export async function registerClaude(page: Page): Promise<void> {
  await openView(page, 'Clients')
  await page.getByRole('button', { name: /Register/ }).first().click()
  await page.getByRole('button', { name: 'Write this change' }).click()
  await page.getByText('Written and read back: Claude Desktop is registered.').waitFor()
}

/** Puts a configuration of Claude Desktop into the home, as if Claude were installed. */
export async function installClaude(home: string, text: string): Promise<void> {
  await mkdir(path.dirname(claudeConfigFile(home)), { recursive: true })
  await writeFile(claudeConfigFile(home), text)
}

interface ServerEntry {
  readonly command: string
  readonly args: readonly string[]
}

/** Our entry as Claude Desktop would find it. */
export async function registeredEntry(home: string): Promise<ServerEntry> {
  const config = JSON.parse(await readFile(claudeConfigFile(home), 'utf8')) as { mcpServers: Record<string, ServerEntry> }
  const entry = config.mcpServers['vitrine-odoo']
  if (entry === undefined) throw new Error('Vitrine is not registered.')
  return entry
}

/** Starts the server that the configuration names, with the stripped environment a client gives it. */
export async function connectLikeClaude(home: string): Promise<Client> {
  const { command, args } = await registeredEntry(home)
  const client = new Client({ name: 'Claude', version: '1.2.3' })
  await client.connect(new StdioClientTransport({ command, args: [...args], env: { HOME: home } }))
  return client
}
