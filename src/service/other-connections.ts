import { VitrineError } from '../errors/vitrine-error'
import { inEnglish } from '../i18n/english'
import type { OwnAccountReader } from '../odoo/port'
import type { ConnectionSettings } from '../settings/schema'
import { openConnectionReader, type ConnectionReaderDeps } from './connection-reader'
import { problemOf } from './problems'

/**
 * The connections besides the active one: each is opened when it is first asked and lives until Disconnect, Pause or a switch.
 * What goes wrong with one of them is the error of the call that asked, and changes nothing for the others.
 */
export interface OtherConnections {
  /** Throws `VitrineError` with the reason when it cannot be opened. */
  readonly open: (connection: ConnectionSettings) => Promise<OwnAccountReader>
  /** Odoo has refused the key: it goes out no more, until it is replaced or the user connects again. */
  readonly refuse: (connectionId: string) => void
  /** Calls under way end with `disconnected`. */
  readonly close: (connectionId: string) => void
  readonly closeAll: () => void
}

interface Opened {
  readonly reader: Promise<OwnAccountReader>
  /** As soon as it is there, so that it can be closed at once. */
  atWork?: OwnAccountReader
  isRefused?: true
}

export function createOtherConnections(deps: ConnectionReaderDeps): OtherConnections {
  const opened = new Map<string, Opened>()

  const start = (connection: ConnectionSettings): Opened => {
    const { id } = connection
    const stands = (): boolean => opened.get(id) === mine
    const begin = async (): Promise<OwnAccountReader> => {
      try {
        const reader = await openConnectionReader(deps, connection, stands)
        if (reader === null) throw closed()
        mine.atWork = reader
        return reader
      } catch (error) {
        if (!stands()) throw closed()
        opened.delete(id)
        throw unopened(error)
      }
    }
    // Begun in a turn of its own, so that it finds itself in the list.
    const mine: Opened = { reader: Promise.resolve().then(begin) }
    opened.set(id, mine)
    return mine
  }

  const close = (connectionId: string): void => {
    opened.get(connectionId)?.atWork?.close()
    opened.delete(connectionId)
  }

  return {
    open: async (connection) => {
      const known = opened.get(connection.id) ?? start(connection)
      if (known.isRefused === true) {
        throw new VitrineError('key_rejected', 'Odoo does not accept the key of this connection any more: it was revoked or has expired.', {
          hint: 'Ask the user to open Vitrine and choose Replace key under Connections.',
        })
      }
      return known.reader
    },
    refuse: (connectionId) => {
      const known = opened.get(connectionId)
      if (known !== undefined) known.isRefused = true
    },
    close,
    closeAll: () => {
      for (const connectionId of [...opened.keys()]) close(connectionId)
    },
  }
}

const closed = (): VitrineError =>
  new VitrineError('disconnected', 'Vitrine was disconnected from Odoo.', { hint: 'Ask the user to choose Connect in the Vitrine tray menu.' })

/** The keychain's reasons are no codes of a call; its words are what helps. */
function unopened(error: unknown): VitrineError {
  if (error instanceof VitrineError) return error
  const { message, hint } = problemOf(error)
  return new VitrineError('disconnected', `This connection cannot be opened: ${inEnglish(message)}`, { hint })
}
