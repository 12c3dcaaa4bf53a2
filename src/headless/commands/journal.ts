import { parseArgs } from 'node:util'
import { JournalError } from '../../activity/journal-error'
import type { StoredJournal } from '../../activity/stored-journal'
import { EXPORT_FORMATS, type ExportFormat } from '../../contract/activity'
import { VitrineError } from '../../errors/vitrine-error'
import { profileDirectory } from '../environment'
import { JOURNAL_KEY_VARIABLE } from '../journal-key'
import { verified, withJournal } from '../profile-journal'
import type { CommandIo } from './command-io'
import { runSummary } from './journal-summary'
import { wrongTimes } from './time-options'

const USAGE = `Usage:
  journal verify [--profile DIR]   checks every row, and names the first that is not as it was written
  journal export --format csv|jsonl [--since TIME] [--until TIME] [--profile DIR]
                                   prints the rows, oldest first: at or after the one time and before the other
  journal summary [--month MONTH] [--json] [--profile DIR]
                                   prints what happened in a month such as 2026-10: by model, client and reason, and the keys to
                                   look after; the last whole month that is kept, without --month

  --profile DIR  the directory that holds journal.sqlite; VITRINE_PROFILE, or the headless server's own one, without it
  TIME           2026-11-01 or 2026-11-01T08:30Z; a day begins at midnight UTC

To verify, the key of the chain is needed: the headless server keeps it as journal.key in its profile. The application keeps it in
the keychain, where this program does not look: verify its journal in its window, or pass the key as ${JOURNAL_KEY_VARIABLE}
(64 hexadecimal digits). JOURNAL.md describes the journal and how to check an export without this program.

Exit codes: 0 done, or sound; 1 not sound, or not all of it sealed with this key; 2 used wrongly, or there is nothing to look at.`

/** `journal verify`, `journal export` and `journal summary`. None of them writes anything. */
export async function runJournal(args: readonly string[], io: CommandIo): Promise<number> {
  const [word, ...rest] = args
  if (word === '--help' || word === '-h') {
    io.out(USAGE)
    return 0
  }
  if (word === 'summary') return runSummary(rest, io, (message) => misused(io, message))
  if (word !== 'verify' && word !== 'export') return misused(io, word === undefined ? 'Say what to do.' : 'There is no such command for the journal.')
  const read = readOptions(rest)
  if (read === null) return misused(io, 'These options are not understood.')
  const profile = profileDirectory(io.host, read.profile ?? io.host.env['VITRINE_PROFILE']?.trim() ?? '')
  try {
    if (word === 'export') {
      const asked = exportOptions(read)
      return typeof asked === 'string' ? misused(io, asked) : await withJournal(profile, (journal) => writeOut(journal, asked, io))
    }
    if (read.format !== undefined || read.since !== undefined || read.until !== undefined) return misused(io, 'All rows are verified, never a part of them.')
    return await verify(profile, io)
  } catch (error) {
    if (!(error instanceof VitrineError)) throw error
    io.err(`${error.message} ${error.hint}`)
    return error instanceof JournalError && error.trouble === 'broken' ? 1 : 2
  }
}

interface Options {
  readonly profile?: string | undefined
  readonly format?: string | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
}

function readOptions(args: readonly string[]): Options | null {
  const one = { type: 'string' } as const
  try {
    return parseArgs({ args: [...args], options: { profile: one, format: one, since: one, until: one }, strict: true }).values
  } catch {
    return null
  }
}

interface Export {
  readonly format: ExportFormat
  readonly since: string | undefined
  readonly until: string | undefined
}

/** What is wrong with them, as a sentence, or what is asked for. */
function exportOptions({ format, since, until }: Options): Export | string {
  const known = EXPORT_FORMATS.find((name) => name === format)
  if (known === undefined) return `Say --format ${EXPORT_FORMATS.join(' or ')}.`
  const wrong = wrongTimes(since, until)
  if (wrong !== null) return wrong
  return { format: known, since, until }
}

async function writeOut(journal: StoredJournal, { format, since, until }: Export, io: CommandIo): Promise<number> {
  for await (const piece of journal.exported(format, { since, until })) if ((await io.write(piece)) === 'gone') break
  return 0
}

async function verify(profile: string, io: CommandIo): Promise<number> {
  return withJournal(profile, async (journal) => {
    const verdict = await verified(journal, profile, io.host.env)
    if (verdict === null) {
      throw new VitrineError('internal', 'The chain cannot be checked without its key.', {
        hint: `Pass it as ${JOURNAL_KEY_VARIABLE}, or verify the application's own journal in its window: its key is in the keychain.`,
      })
    }
    if (verdict.status === 'intact') {
      io.out(`The journal is sound: ${verdict.message}`)
      return 0
    }
    if (verdict.status === 'partial') {
      io.out(`Nothing in the journal was found changed, but a part of it is not vouched for by this key: ${verdict.message}`)
      return 1
    }
    io.out(`The journal is not sound. ${verdict.message}`)
    if (verdict.counts.verified === 0 && verdict.counts.otherKey > 0) io.err('No row is sealed with the key that was given: it may be that of another journal.')
    return 1
  })
}

function misused(io: CommandIo, message: string): number {
  io.err(message)
  io.err('')
  io.err(USAGE)
  return 2
}
