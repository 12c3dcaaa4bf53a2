import path from 'node:path'
import { openStoredJournal, type StoredJournal } from '../activity/stored-journal'
import type { JournalVerdict } from '../contract/activity'
import type { Host } from '../host/host'
import { journalKeyInEnvironment, journalKeyInProfile } from './journal-key'

/** Opens the journal of a profile to read it, and closes it. Throws JournalError. */
export async function withJournal<Result>(profile: string, use: (journal: StoredJournal) => Promise<Result>): Promise<Result> {
  const journal = openStoredJournal(path.join(profile, 'journal.sqlite'))
  try {
    return await use(journal)
  } finally {
    journal.close()
  }
}

/** Checks the chain with the key of the environment or the profile; null where there is none. Throws VitrineError. */
export async function verified(journal: StoredJournal, profile: string, env: Host['env']): Promise<JournalVerdict | null> {
  const key = journalKeyInEnvironment(env) ?? await journalKeyInProfile(profile)
  if (key === null) return null
  const verdict = await journal.verify(key)
  key.fill(0)
  return verdict
}
