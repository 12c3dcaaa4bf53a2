import { performance } from 'node:perf_hooks'
import type { ReaderHost, ReaderTuning } from '../../../src/odoo/connection'
import type { OdooReader } from '../../../src/odoo/port'
import { createOdooReader } from '../../../src/odoo/reader'
import { VitrineError } from '../../../src/errors/vitrine-error'

export const testHost: ReaderHost = { platform: 'linux', now: () => Date.now(), monotonicMs: () => performance.now() }

export interface ReaderOfOptions extends ReaderTuning {
  readonly url: string
  readonly database?: string
  readonly login?: string
  readonly apiKey?: string
  readonly ca?: string
}

export const TEST_KEY = '0123456789abcdef0123456789abcdef01234567'

export function readerOf({ url, database = 'sample', login = 'someone', apiKey = TEST_KEY, ca, ...tuning }: ReaderOfOptions): OdooReader {
  return createOdooReader(
    { url, database, login, withSecret: (use) => use(apiKey), ...(ca === undefined ? {} : { ca }) },
    testHost,
    { timeoutMs: 20_000, ...tuning },
  )
}

/** The error that a promise rejects with; anything else than a VitrineError fails the test. */
export async function failureOf(promise: Promise<unknown>): Promise<VitrineError> {
  try {
    await promise
  } catch (error) {
    if (error instanceof VitrineError) return error
    throw new Error(`not a VitrineError: ${String(error)}`)
  }
  throw new Error('did not fail')
}
