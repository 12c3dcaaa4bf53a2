import type { Journal } from '../activity/journal'
import { isClosed } from '../activity/journal-error'
import type { Head } from '../activity/ledger'
import { LOCKED_VERDICT } from '../activity/verify'
import type { JournalVerdict } from '../contract/activity'
import type { Keychain } from '../credentials/keychain'
import type { Vault } from '../credentials/vault'
import type { Log } from '../logging/log'

/** The keychain item that holds number and seal of a late row: no secret, but out of reach of whoever can only write files. */
const HEAD_ACCOUNT = 'journal-head'
/** So many of the newest rows may be cut off at most without its showing, should Vitrine end before it can say what came last. */
const ROWS_BETWEEN = 200

export interface JournalKeeperDeps {
  readonly journal: Journal | null
  readonly vault: () => Vault
  readonly keychain: () => Keychain
  readonly log: Log
  /** The journal has its key now. */
  readonly onKey: () => void
}

/** Gives the journal its key, and keeps its newest row in the keychain. */
export interface JournalKeeper {
  /** The vault may have been opened. The journal keeps the key when it is locked again: calls are refused then, and recorded. */
  readonly takeKey: () => void
  /** A row was written. */
  readonly count: () => void
  /**
   * Resolves when the newest row is in the keychain, or could not be put there. The one that is kept is the proof that rows after it
   * are missing, so a journal that does not hold it does not get another one kept.
   */
  readonly keepHead: () => Promise<void>
  /** The user deleted everything: whatever was kept of it proves nothing any more. */
  readonly beginAnew: () => Promise<void>
  readonly verify: (pace?: 'now' | 'gently') => Promise<JournalVerdict>
}

export function createJournalKeeper({ journal, vault, keychain, log, onKey }: JournalKeeperDeps): JournalKeeper {
  let hasKey = false
  let sinceKept = 0
  /** What the keychain holds; undefined before it was asked. */
  let kept: Head | null | undefined
  let keeping: Promise<void> = Promise.resolve()

  const keep = async (over: 'its own rows' | 'anything'): Promise<void> => {
    if (journal === null || !hasKey) return
    try {
      sinceKept = 0
      const before = kept === undefined ? headIn(await keychain().get(HEAD_ACCOUNT)) : kept
      const head = journal.head()
      if (head === null || before?.mac === head.mac) return
      if (over === 'its own rows' && before !== null && !journal.holds(before)) return
      await keychain().set(HEAD_ACCOUNT, JSON.stringify(head))
      kept = head
    } catch (error) {
      // Vitrine was quit while the journal was tended to, and kept the newest row before it closed the journal.
      if (!isClosed(error)) log.error('The newest row of the journal could not be kept in the keychain', { error })
    }
  }

  const keepHead = (): Promise<void> => (keeping = keeping.then(() => keep('its own rows')))

  return {
    keepHead,
    beginAnew: () => (keeping = keeping.then(() => keep('anything'))),
    takeKey: () => {
      if (journal === null || !vault().isUnlocked) return
      try {
        const key = vault().deriveJournalKey()
        journal.setKey(key)
        key.fill(0)
        if (hasKey) return
        hasKey = true
        onKey()
      } catch (error) {
        log.error('The journal could not take its key', { error })
      }
    },
    count: () => {
      sinceKept += 1
      if (sinceKept >= ROWS_BETWEEN) void keepHead()
    },
    verify: async (pace) => {
      if (journal === null) return LOCKED_VERDICT
      let head: Head | null = null
      try {
        head = headIn(await keychain().get(HEAD_ACCOUNT))
      } catch (error) {
        log.error('The keychain did not give the row to hold the journal against', { error })
      }
      return journal.verify(head, pace)
    },
  }
}

function headIn(text: string | null): Head | null {
  if (text === null) return null
  const { id, mac, keyId } = JSON.parse(text) as Partial<Head>
  return typeof id === 'number' && typeof mac === 'string' && typeof keyId === 'string' ? { id, mac, keyId } : null
}
