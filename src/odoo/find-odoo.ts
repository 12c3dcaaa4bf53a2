import type { FoundOdoo } from '../contract/found-odoo'
import { createOdooConnection, type ReaderHost, type ReaderTuning } from './connection'
import { FIRST_WITH_DATABASE_NAME, FIRST_WITH_JSON2 } from './session'
import { isOdooOnline } from './url'

export interface FindOptions {
  /** As it was typed or pasted. */
  readonly url: string
  /** PEM text of a private certificate authority. */
  readonly ca?: string
  readonly host: ReaderHost
  readonly signal: AbortSignal
  readonly tuning?: ReaderTuning
}

/**
 * Looks whether there is an Odoo at an address, of which version, and with which databases as far as it tells. No key is needed and
 * none is sent. Throws `VitrineError` with the reason when there is none.
 */
export async function findOdoo({ url, ca, host, signal, tuning = {} }: FindOptions): Promise<FoundOdoo> {
  const connection = createOdooConnection({ url, database: '', login: '', withSecret: keyless, ...(ca === undefined ? {} : { ca }) }, host, tuning)
  try {
    return await connection.run({ signal }, async (options) => {
      const version = await connection.session.version(options)
      const databases = await connection.session.databases(options)
      const isOpenedByName = version.major >= FIRST_WITH_DATABASE_NAME && version.major < FIRST_WITH_JSON2 && !isOdooOnline(connection.address)
      return { url: connection.address.url, version: version.text, major: version.major, databases: databases ?? null, asksName: databases === undefined && isOpenedByName }
    })
  } finally {
    connection.close()
  }
}

const keyless = (): Promise<never> => Promise.reject(new Error('Nothing that needs a key is asked here.'))
