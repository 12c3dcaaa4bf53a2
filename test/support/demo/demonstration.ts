import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { _electron, type ElectronApplication } from 'playwright'
import { TOOL_NAMES, type ActivityEvent } from '../../../src/contract/activity'
import { plainClient } from '../bench/plain-client'
import { keychainItems } from '../desktop/keychain-items'
import { startTrayHost } from '../desktop/tray-host'
import { menuLabels } from '../desktop/tray-menu'
import { startClaude } from './claude'
import { askThreeQuestions, type AskedQuestion } from './questions'
import { keepsWhatWasThere, setStage, type Stage } from './stage'
import { chooseAccess, connectOdoo, openView, readJournal, readState, registerClaude } from './window'

export interface Demonstrated {
  readonly ok: boolean
  /** What did not hold, one sentence each. */
  readonly failures: readonly string[]
  readonly electron: string
  readonly protocol: string
  readonly tools: readonly string[]
  readonly questions: readonly AskedQuestion[]
  readonly journal: readonly JournalRow[]
  /** Text of the file after registering. */
  readonly claudeConfig: string
  /** Names only. */
  readonly keychainItems: readonly string[]
  readonly trayMenu: readonly string[]
  /** A picture of the window, which stays. */
  readonly screenshot: string
}

export type JournalRow = Pick<ActivityEvent, 'time' | 'tool' | 'model' | 'fields' | 'rows' | 'ms' | 'outcome'> & { readonly client: string }

export interface ElectronCommand {
  readonly executable: string
  readonly args: readonly string[]
}

/**
 * The main job from beginning to end, with every part as it is for a user: the application, its window, its tray, a
 * keychain, Claude's configuration, the relay that this configuration names, and an Odoo behind HTTP.
 *
 * @param bundles directory of the compiled programs
 * @param tell hears one sentence before each step
 */
export async function demonstrate(bundles: string, electron: ElectronCommand, tell: (sentence: string) => void): Promise<Demonstrated> {
  const stops: (() => unknown)[] = []
  try {
    tell('A temporary home directory, a keychain, and an Odoo with invented records')
    const stage = await setStage(bundles)
    stops.push(stage.stop)
    const tray = await startTrayHost(stage)
    stops.push(tray.stop)

    tell('The application starts')
    const app = await launch(dirname(bundles), electron, stage)
    let hasQuit = false
    stops.push(() => (hasQuit ? undefined : app.close()))
    const page = await app.firstWindow()

    tell('In its window: address, login and key of the Odoo, then Connect')
    await connectOdoo(page, stage.odoo)
    tell('What Claude may see is chosen: everyday business')
    await chooseAccess(page)
    tell('The change to the configuration of Claude is shown, and confirmed')
    await registerClaude(page)

    tell('A client starts the relay that its configuration names, and asks')
    const claudeConfig = await readFile(stage.claudeConfig, 'utf8')
    const claude = await startClaude(claudeConfig, stage)
    stops.push(claude.close)
    const odoo = await plainClient(stage.odoo, 1)
    stops.push(odoo.close)
    const tools = await claude.toolNames()
    const questions = await askThreeQuestions(claude, odoo)

    tell('The window and the tray show what was asked')
    await openView(page, 'Activity')
    await page.getByText('account.move').first().waitFor()
    const screenshot = join(tmpdir(), `vitrine-demo-${randomBytes(4).toString('hex')}.png`)
    await page.screenshot({ path: screenshot })
    const { app: about, connection } = await readState(page)
    const journal = (await readJournal(page)).map(journalRow)
    const items = (await keychainItems(stage)).map(({ account }) => account)
    const lastQuestion = journal.at(-1)
    const trayMenu = await tray.until(async () => {
      const labels = menuLabels(await tray.menu())
      return labels.some((label) => label.includes(`claude-ai read ${lastQuestion?.rows ?? ''}`)) ? labels : undefined
    })

    tell('The application quits')
    await claude.close()
    const ended = once(app.process(), 'exit') as Promise<[number | null, string | null]>
    await tray.click('Quit')
    const [exitCode, signal] = await ended
    hasQuit = true
    const leftBehind = (await readdir(join(stage.home, '.vitrine', 'run'))).filter((name) => name.endsWith('.sock') || name === 'endpoint.json')

    const failures = [
      ...unless(JSON.stringify(tools) === JSON.stringify(TOOL_NAMES), 'The client does not see the seven tools.'),
      ...questions.filter(({ isRight }) => !isRight).map(({ question }) => `The answer is wrong: ${question}`),
      ...unless(sameTools(journal, questions), 'The journal does not have one row for each question.'),
      ...unless(keepsWhatWasThere(claudeConfig), "Claude's configuration lost something."),
      ...unless(!claudeConfig.includes(stage.odoo.apiKey), "Claude's configuration holds the key."),
      ...unless(items.includes('master-key') && items.some((name) => name.startsWith('connection:')), 'The keychain does not hold both items.'),
      ...unless(connection.kind === 'connected', 'The window does not say that Odoo is connected.'),
      ...unless(exitCode === 0, `The application ended with ${signal ?? exitCode ?? 'nothing'}.`),
      ...unless(leftBehind.length === 0, `Quitting left ${leftBehind.join(', ')}.`),
    ]
    return {
      ok: failures.length === 0,
      failures,
      electron: about.electron,
      protocol: connection.kind === 'connected' ? connection.protocol : '',
      tools,
      questions,
      journal,
      claudeConfig,
      keychainItems: items,
      trayMenu,
      screenshot,
    }
  } finally {
    // One part that does not stop must not keep the others running.
    for (const stop of stops.reverse()) await Promise.resolve().then(stop).catch(() => undefined)
  }
}

/** @param project directory of the application: its `package.json` names the entry */
async function launch(project: string, { executable, args }: ElectronCommand, { env }: Stage): Promise<ElectronApplication> {
  return _electron.launch({ executablePath: executable, args: [...args, project], cwd: project, env: { ...env } })
}

function journalRow({ time, clientName, tool, model, fields, rows, ms, outcome }: ActivityEvent): JournalRow {
  return { time, client: clientName, tool, model, fields, rows, ms, outcome }
}

function sameTools(journal: readonly JournalRow[], questions: readonly AskedQuestion[]): boolean {
  return JSON.stringify(journal.map(({ tool }) => tool)) === JSON.stringify(questions.map(({ tool }) => tool))
}

function unless(holds: boolean, sentence: string): readonly string[] {
  return holds ? [] : [sentence]
}
