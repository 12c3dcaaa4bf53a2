import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openJournal } from '../../src/activity/journal'
import type { Keychain } from '../../src/credentials/keychain'
import type { Vault } from '../../src/credentials/vault'
import type { Log } from '../../src/logging/log'
import { createJournalKeeper } from '../../src/service/journal-keeper'
import { sampleEvent } from '../support/sample-event'
import { temporaryDirectory } from '../support/temporary-directory'

it('keeps the newest row, and asks and says nothing once the journal was closed', async () => {
  const { journal } = openJournal(join(await temporaryDirectory(), 'journal.sqlite'), { now: () => Date.parse('2026-11-22T12:00:00.000Z') })
  const kept: string[] = []
  const said: string[] = []
  const keychain = { get: async () => null, set: async (account: string) => void kept.push(account) } as unknown as Keychain
  const log = { error: (message: string) => void said.push(message) } as unknown as Log
  const vault = { isUnlocked: true, deriveJournalKey: () => Buffer.alloc(32, 1) } as unknown as Vault
  const keeper = createJournalKeeper({ journal, vault: () => vault, keychain: () => keychain, log, onKey: () => undefined })
  keeper.takeKey()
  journal.append(sampleEvent())
  await keeper.keepHead()
  expect(kept).toEqual(['journal-head'])
  journal.append(sampleEvent())
  journal.close()
  await keeper.keepHead()
  expect([kept, said]).toEqual([['journal-head'], []])
})
