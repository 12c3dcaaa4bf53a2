import { writeSync } from 'node:fs'
import { openJournal } from '../../src/activity/journal'
import { sampleEvent } from './sample-event'

/*
 * A program that uses a journal until it is killed, or for a number of rows. Arguments: path of the journal, `append`,
 * `purge` (appends and deletes in turn) or `reopen` (closes and opens again each time), number of rows or 0 for ever, and
 * the key of the chain in hexadecimal digits, if any.
 * It prints a line with the row's number after each append, and only then goes on.
 */
const [path = '', mode = 'append', rows = '0', key = ''] = process.argv.slice(2)
const options = { now: () => Date.parse('2026-11-22T12:00:00Z'), busyTimeoutMs: 20_000 }
let { journal } = openJournal(path, options)

async function write(): Promise<void> {
  if (key !== '') journal.setKey(Buffer.from(key, 'hex'))
  for (let written = 0; rows === '0' || written < Number(rows); written += 1) {
    const { id } = journal.append(sampleEvent({ clientVersion: String(process.pid) }))
    writeSync(1, `${String(id)}\n`)
    if (mode === 'purge' && id % 50 === 0) await journal.purge('2026-01-01T00:00:00Z')
    if (mode === 'reopen') {
      journal.close()
      journal = openJournal(path, options).journal
      if (key !== '') journal.setKey(Buffer.from(key, 'hex'))
    }
  }
  journal.close()
}

void write()
