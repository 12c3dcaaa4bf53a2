import type { Vault } from '../credentials/vault'
import type { OwnAccountReader, ReaderConfig } from '../odoo/port'
import type { ConnectionSettings } from '../settings/schema'

export interface ConnectionReaderDeps {
  readonly vault: () => Vault
  readonly createReader: (config: ReaderConfig) => OwnAccountReader
  /** PEM text of the connection's own certificate authority, when it names one. */
  readonly readCa: (caFile: string) => Promise<string>
}

/**
 * The reader of one connection, with its own key, certificate authority and caches; opens no socket yet. Null when the wish that
 * it is for no longer stands. Throws what the keychain or the certificate file say against it.
 */
export async function openConnectionReader(
  deps: ConnectionReaderDeps,
  connection: ConnectionSettings,
  stands: () => boolean,
): Promise<OwnAccountReader | null> {
  const vault = deps.vault()
  // Opened once for nothing: what the keychain says against it is to be told now, in its own words.
  await vault.withSecret(connection.id, () => Promise.resolve())
  const ca = connection.ca ?? (connection.caFile === undefined ? undefined : await deps.readCa(connection.caFile))
  if (!stands()) return null
  return deps.createReader({
    url: connection.url,
    database: connection.database ?? '',
    login: connection.login,
    withSecret: (use) => vault.withSecret(connection.id, use),
    ...(ca === undefined ? {} : { ca }),
  })
}
