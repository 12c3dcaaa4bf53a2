import { TEST_STAGES, type StagedTest, type TestStage, type TestStageName } from '../contract/app-state'
import type { RightsReport } from '../contract/key-care'
import { VitrineError } from '../errors/vitrine-error'
import type { Said, Sentence } from '../i18n/sentence'
import { createOdooConnection, type OdooConnection, type ReaderHost, type ReaderTuning } from './connection'
import { OdooFault } from './odoo-fault'
import type { OdooUser, ReaderConfig } from './port'
import { createReaderOn } from './reader'
import { probeRights } from './rights'
import type { OpenSession } from './session'
import { isOdooOnline, type OdooUrl } from './url'

export interface StagedTestDraft {
  readonly url: string
  readonly database: string
  readonly login: string
  readonly apiKey: string
  /** PEM text of a private certificate authority. */
  readonly ca?: string
}

export interface StagedTestOptions {
  readonly draft: StagedTestDraft
  readonly host: ReaderHost
  readonly signal: AbortSignal
  readonly onProgress: (test: StagedTest) => void
  readonly tuning?: ReaderTuning
}

interface Outcome {
  readonly message: Said
  readonly hint?: Said
  readonly skipped?: true
}

/**
 * Tests a connection before it is kept: name, encryption, Odoo, database, login, rights. Each stage says what was found or what to
 * do; after a failure the later ones keep waiting. Never throws: a cancelled test ends as failed. The key is used and not kept.
 */
export async function runStagedTest({ draft, host, signal, onProgress, tuning = {} }: StagedTestOptions): Promise<StagedTest> {
  let stages: readonly TestStage[] = TEST_STAGES.map((name) => ({ name, status: 'waiting', message: '', hint: '' }))
  let running: TestStageName = 'address'
  let rights: RightsReport | undefined
  let databases: readonly string[] | undefined
  const report = (progress: 'running' | 'finished'): StagedTest => {
    const finished = progress === 'finished'
    const test = { stages, finished, ok: finished && stages.every(({ status }) => status === 'passed' || status === 'skipped'), ...(databases === undefined ? {} : { databases }), ...(rights === undefined ? {} : { rights }) }
    onProgress(test)
    return test
  }
  const put = (name: TestStageName, status: TestStage['status'], message: Said, hint: Said): void => {
    stages = stages.map((stage) => (stage.name === name ? { name, status, message, hint } : stage))
  }
  const stage = async <T>(name: TestStageName, work: () => Promise<readonly [T, Outcome]>): Promise<T> => {
    running = name
    put(name, 'running', '', '')
    report('running')
    const [value, { message, hint = '', skipped }] = await work()
    put(name, skipped === true ? 'skipped' : 'passed', message, hint)
    return value
  }

  const config: ReaderConfig = {
    url: draft.url,
    database: draft.database,
    login: draft.login.trim(),
    withSecret: (use) => use(draft.apiKey),
    ...(draft.ca === undefined ? {} : { ca: draft.ca }),
  }
  const connections: OdooConnection[] = []
  const connect = (database: string): OdooConnection => {
    const connection = createOdooConnection({ ...config, database }, host, tuning)
    connections.push(connection)
    return connection
  }
  try {
    const [nameless, found] = await stage('address', async () => {
      const opened = connect(config.database)
      const answered = await opened.run({ signal }, opened.session.version).catch(asFailure)
      if (isAboutReaching(answered)) throw answered
      return [[opened, answered] as const, { message: { id: 'test.address', values: { url: opened.address.url } } }]
    })
    await stage('tls', async () => {
      if (found instanceof VitrineError && found.code === 'tls_failed') throw found
      return [undefined, encryption(nameless.address)]
    })
    await stage('odoo', async () => {
      if (found instanceof VitrineError) throw found
      return [undefined, { message: { id: 'test.odoo', values: { version: `${found.major}.${found.minor}` } } }]
    })
    const [open, session] = await stage<readonly [OdooConnection, OpenSession | VitrineError]>('database', async () => {
      if (config.database.trim() === '') databases = await nameless.run({ signal }, nameless.session.databases)
      const [first, ...others] = databases ?? []
      if (others.length > 0) throw severalDatabases(databases ?? [])
      const named = first === undefined ? nameless : connect(first)
      const opened = await named.run({ signal }, named.session.open).catch(asFailure)
      if (opened instanceof VitrineError) {
        // The database was opened, and it was there that the key was refused.
        if (isAboutTheKey(opened)) return [[named, opened], { message: { id: 'test.database' } }]
        throw opened
      }
      const message: Said = opened.database === '' ? { id: 'test.database.only' } : { id: 'test.database.named', values: { database: opened.database } }
      return [[named, opened], { message }]
    })
    const reader = createReaderOn(open, host)
    const user = await stage('login', async () => {
      if (session instanceof VitrineError) throw explained(session, open.address)
      const owner = await reader.user({ signal })
      if (owner.login.toLowerCase() !== config.login.toLowerCase()) throw keyOfAnother(owner)
      return [owner, { message: ownerInWords(owner) }]
    })
    await stage('rights', async () => {
      const models = await reader.models({ signal })
      if (models.length === 0) throw noRights(user)
      rights = await probeRights(reader, [], { signal, nowMs: host.now() }).catch(nothingUnless(signal))
      return [undefined, { message: [{ id: 'test.rights', values: { user: user.name, kinds: models.length } }, whatItCouldChange(rights)] }]
    })
  } catch (error) {
    const { message, hint } = asFailure(error).told
    put(running, 'failed', message, hint)
  } finally {
    for (const connection of connections) connection.close()
  }
  return report('finished')
}

/** A look at rights that fails is no reason to refuse a connection that works; one that was cancelled ends the test. */
function nothingUnless(signal: AbortSignal): (error: unknown) => undefined {
  return (error) => {
    if (signal.aborted) throw error
    return undefined
  }
}

function whatItCouldChange(rights: RightsReport | undefined): Sentence {
  const count = rights?.models.length ?? 0
  if (count === 0) return { id: 'test.readOnly' }
  return { id: 'test.couldChange', values: { count } }
}

function asFailure(error: unknown): VitrineError {
  return error instanceof VitrineError ? error : new VitrineError('internal', { id: 'test.unexpected' })
}

function encryption(address: OdooUrl): Outcome {
  return address.isSecure
    ? { message: { id: 'test.encrypted' } }
    : { message: { id: 'test.local' }, skipped: true }
}

/** Failures before the server said anything at all; a proxy that answers for Odoo has said something. */
function isAboutReaching(result: unknown): result is VitrineError {
  if (!(result instanceof VitrineError) || result instanceof OdooFault) return false
  return result.code !== 'tls_failed' && result.code !== 'odoo_error' && result.code !== 'answer_too_large'
}

function isAboutTheKey({ code }: VitrineError): boolean {
  return code === 'key_rejected' || code === 'access_denied_by_odoo'
}

/** A new connection most often fails here, and for one of few reasons. */
function explained({ code }: VitrineError, address: OdooUrl): VitrineError {
  return new VitrineError(code, { id: 'test.login' }, {
    hint: isOdooOnline(address) ? [{ id: 'test.login.hint' }, { id: 'odoo.online' }] : { id: 'test.login.hint' },
  })
}

function ownerInWords({ name, companies }: OdooUser): Sentence {
  const named = companies.slice(0, 3).map((company) => company.name)
  return { id: 'test.owner', values: { user: name, count: companies.length, companies: named.join(', '), more: companies.length - named.length } }
}

function keyOfAnother({ name, login }: OdooUser): VitrineError {
  return new VitrineError('key_rejected', { id: 'test.otherOwner', values: { user: name } }, {
    hint: { id: 'test.otherOwner.hint', values: { login } },
  })
}

function severalDatabases(names: readonly string[]): VitrineError {
  return new VitrineError('database_not_found', { id: 'test.databases' }, {
    hint: { id: 'test.databases.hint', values: { names: `${names.slice(0, 10).join(', ')}${names.length > 10 ? ', …' : ''}` } },
  })
}

function noRights({ name }: OdooUser): VitrineError {
  return new VitrineError('access_denied_by_odoo', { id: 'test.noRights', values: { user: name } }, {
    hint: { id: 'test.noRights.hint' },
  })
}
