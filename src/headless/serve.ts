/**
 * The server without a desktop: MCP over standard input and output, the key from the environment. Nothing but protocol goes
 * to standard output. Ends with the input; 2 means that the environment is not as it should be.
 */
import { chmodSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { openJournal, type Journal, type OpenedJournal } from '../activity/journal'
import { isClosed, JournalError } from '../activity/journal-error'
import type { NewActivityEvent } from '../contract/activity'
import { MOST_CALLS_PER_MINUTE } from '../contract/client-keys'
import type { GlossaryEntry } from '../contract/glossary'
import { VitrineError } from '../errors/vitrine-error'
import type { Host } from '../host/host'
import { nodeHost } from '../host/node-host'
import { createMcpServer } from '../mcp/server'
import { createOdooReader } from '../odoo/reader'
import { parseOdooUrl } from '../odoo/url'
import { OPEN_POLICY, type Policy } from '../policy/policy'
import { createCallGate } from '../service/limits/call-gate'
import { createRefusalGatherer } from '../service/refusal-gatherer'
import manifest from '../../package.json'
import { createHeadlessAlerts } from './alerts'
import { readEnvironment, type HeadlessSettings } from './environment'
import { parseGlossary } from './glossary'
import { ensureJournalKey, journalKeyInEnvironment } from './journal-key'
import { watchQuestions } from './open-questions'
import { policyInText } from './policy-file'

/** Calls under way when the input ends may take this long to be answered. */
const LAST_ANSWERS_MS = 10_000
const DAY_MS = 86_400_000
const CONNECTION = { connectionId: 'headless', connectionName: 'Odoo' }

const afterDelay = (ms: number, task: () => void): (() => void) => {
  const timer = setTimeout(task, ms)
  return () => {
    clearTimeout(timer)
  }
}

/** Something is wrong with what the program was started with; the message is for whoever started it. */
class StartError extends Error {}

function readText(file: string, variable: 'VITRINE_POLICY' | 'VITRINE_GLOSSARY'): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\ufeff/, '')
  } catch {
    throw new StartError(`The file that ${variable} names cannot be read. Without it the server does not start.`)
  }
}

/** A list of `{"word", "model", "domain"}`, the last one optional and a filter as one writes it. */
function readGlossary(file: string | undefined): readonly GlossaryEntry[] {
  if (file === undefined) return []
  const parsed = parseGlossary(glossaryJson(readText(file, 'VITRINE_GLOSSARY')))
  if (parsed === null) throw new StartError('The file that VITRINE_GLOSSARY names is no list of words with their models.')
  return parsed
}

function glossaryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new StartError('The file that VITRINE_GLOSSARY names is not JSON. Without it the server does not start.')
  }
}

function readPolicy(file: string | undefined): Policy {
  // Only its absence means the default: a policy that cannot be read must not open anything.
  if (file === undefined) return OPEN_POLICY
  const parsed = policyInText(readText(file, 'VITRINE_POLICY'))
  if (!parsed.ok) throw new StartError(`The file that VITRINE_POLICY names is no policy. ${parsed.message}`)
  return parsed.policy
}

async function openProfile(directory: string, givenKey: Buffer | null, host: Host): Promise<OpenedJournal> {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    // `mkdir` leaves the rights of a directory that is there already.
    if (process.platform !== 'win32') chmodSync(directory, 0o700)
    const key = givenKey ?? await ensureJournalKey(directory, host)
    const opened = openJournal(path.join(directory, 'journal.sqlite'), host)
    opened.journal.setKey(key)
    key.fill(0)
    return opened
  } catch (error) {
    if (error instanceof VitrineError && !(error instanceof JournalError)) throw error
    throw new StartError('The journal cannot be opened in the profile directory, and what cannot be recorded is not answered.\n'
      + 'Set VITRINE_PROFILE to a directory that can be written.')
  }
}

function start(): { readonly settings: HeadlessSettings; readonly journalKey: Buffer | null } {
  const host = nodeHost()
  const read = readEnvironment(host)
  const journalKey = journalKeyInEnvironment(host.env)
  // No program started from here, and no report about this one, gets to see them.
  delete process.env['VITRINE_API_KEY']
  delete process.env['VITRINE_JOURNAL_KEY']
  if (!read.ok) throw new StartError(read.message)
  return { settings: read.settings, journalKey }
}

/** Deletes what is too old, now and every day; the answer ends it. */
function purgeDaily(journal: Journal, { now }: Pick<Host, 'now'>, retentionDays: number): () => void {
  let cancel = (): void => undefined
  const purge = (): void => {
    cancel = afterDelay(DAY_MS, purge)
    journal.purge(new Date(now() - retentionDays * DAY_MS).toISOString()).catch((error: unknown) => {
      // The program has ended meanwhile, and goes on with it at its next start.
      if (isClosed(error)) return
      say('Old rows of the journal could not be deleted.')
    })
  }
  purge()
  return () => {
    cancel()
  }
}

async function startServer(): Promise<void> {
  const host = nodeHost()
  const { settings: { apiKey, ...settings }, journalKey } = start()
  const { isSecure, isLoopback } = parseOdooUrl(settings.url)
  if (!isSecure && !isLoopback) throw new StartError('VITRINE_URL must begin with https: a key does not travel in clear text.')
  const policy = readPolicy(settings.policyFile)
  const glossary = readGlossary(settings.glossaryFile)
  const reader = createOdooReader(
    { url: settings.url, database: settings.database, login: settings.login, withSecret: (use) => use(apiKey) },
    host,
  )
  const { journal, problem } = await openProfile(settings.profile, journalKey, host)
  if (problem !== undefined) say(`${problem.message} ${problem.hint}`)
  const endPurge = purgeDaily(journal, host, settings.retentionDays)

  // One client and one connection: what its policy says is all there is to count.
  const gate = createCallGate({ host, limits: () => ({ callsPerMinute: MOST_CALLS_PER_MINUTE, callsPerConnection: MOST_CALLS_PER_MINUTE, callsPerClient: MOST_CALLS_PER_MINUTE }) })
  const alertOf = createHeadlessAlerts({ host, journal, limits: policy.limits, names: { clientId: 'headless', ...CONNECTION }, say })
  const record = (event: NewActivityEvent): void => {
    const kept = journal.append(event)
    try {
      alertOf(kept)
    } catch {
      // The call is recorded, and is answered.
      say('An alert could not be written into the journal.')
    }
  }
  const refusals = createRefusalGatherer({ record, schedule: afterDelay })
  const server = createMcpServer({
    host,
    serverVersion: manifest.version,
    clientId: 'headless',
    access: () => ({ ...CONNECTION, reader }),
    connectionNames: () => [CONNECTION.connectionName],
    policy: () => policy,
    glossary: () => glossary,
    receipt: () => journal.newReceipt(host.randomBytes),
    admit: ({ connectionId }) => {
      gate.pass({ clientId: 'headless', connectionId, limits: policy.limits })
    },
    record: refusals.record,
  })
  const transport = new StdioServerTransport()
  server.onClosed = () => {
    reader.close()
    endPurge()
    refusals.flush()
    journal.close()
    // A timer or a socket that is still there must not keep the program alive.
    setTimeout(() => process.exit(), 500).unref()
    process.stdin.destroy()
  }
  // A client that no longer reads is gone.
  process.stdout.on('error', () => void server.close())
  await server.connect(transport)
  const questions = watchQuestions(transport)
  process.stdin.once('end', () => {
    const limit = new Promise<void>((resolve) => void setTimeout(resolve, LAST_ANSWERS_MS).unref())
    void Promise.race([questions.settled(), limit]).then(() => server.close())
  })
}

function say(message: string): void {
  process.stderr.write(`${message.split('\n').map((line) => `vitrine headless: ${line}`).join('\n')}\n`)
}

/** Serves until the input ends. Never rejects: what keeps it from starting is said on standard error, and the exit code is set. */
export async function serve(): Promise<void> {
  process.on('uncaughtException', () => {
    say('Something unforeseen went wrong, and the server has stopped.')
    process.exit(1)
  })
  try {
    await startServer()
  } catch (cause) {
    // Anything else may hold a path or worse, so only our own sentences are said.
    const isOurs = cause instanceof StartError || cause instanceof VitrineError
    const hint = cause instanceof VitrineError && cause.hint !== '' ? ` ${cause.hint}` : ''
    say(isOurs ? `${cause.message}${hint}` : 'The server could not be started.')
    process.exitCode = isOurs ? 2 : 1
  }
}
