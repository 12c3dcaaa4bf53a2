import path from 'node:path'
import { parseArgs } from 'node:util'
import { VitrineError } from '../../errors/vitrine-error'
import manifest from '../../../package.json'
import { OPEN_POLICY } from '../../policy/policy'
import { permissionSheet } from '../../service/access-control'
import { packFiles } from '../../service/evidence/pack'
import { packFailure, writePack } from '../../service/evidence/write-pack'
import { defaultSettings, type Settings } from '../../settings/schema'
import { profileDirectory } from '../environment'
import { policyInText } from '../policy-file'
import { verified, withJournal } from '../profile-journal'
import { profileSettings } from '../profile-settings'
import { inEnglish } from '../../i18n/english'
import type { CommandIo } from './command-io'
import { wrongTimes } from './time-options'

const USAGE = `Usage:
  evidence --out DIR [--since TIME] [--until TIME] [--profile DIR]
                     writes an evidence pack as the new folder DIR: permission sheets, policies, the journal with its chain, the
                     configuration without secrets, and what of GDPR, SOC 2 and HIPAA that can be evidence for

  --profile DIR  the directory that holds journal.sqlite and, for the application, settings.json; VITRINE_PROFILE, or the headless
                 server's own one, without it. Where there are no settings, VITRINE_POLICY says what the rules are.
  TIME           2026-11-01 or 2026-11-01T08:30Z; a day begins at midnight UTC

The chain is checked with VITRINE_JOURNAL_KEY or journal.key in the profile; the pack says so where there is neither.

Exit codes: 0 written; 1 not written; 2 used wrongly, or there is nothing to look at.`

/** `evidence`: the same pack as in the window, of a profile. */
export async function runEvidence(args: readonly string[], io: CommandIo): Promise<number> {
  if (args[0] === '--help' || args[0] === '-h') {
    io.out(USAGE)
    return 0
  }
  const options = readOptions(args)
  if (options === null) return misused(io, 'These options are not understood.')
  const { out, since, until } = options
  if (out === undefined || out === '') return misused(io, 'Say where to, with --out and a folder that is not there yet.')
  const wrong = wrongTimes(since, until)
  if (wrong !== null) return misused(io, wrong)
  const profile = profileDirectory(io.host, options.profile ?? io.host.env['VITRINE_PROFILE']?.trim() ?? '')
  try {
    const settings = await withGivenPolicy(await profileSettings(profile, io), io)
    return await withJournal(profile, async (journal) => {
      const facts = { appVersion: manifest.version, madeAt: new Date(io.host.now()).toISOString(), timeZone: io.host.timeZone, since: iso(since), until: iso(until) }
      const verdict = await verified(journal, profile, io.host.env)
      const files = packFiles({ facts, settings, sheet: (clientId) => permissionSheet(settings, { kind: 'disconnected' }, clientId), journal, verdict })
      try {
        await writePack(path.resolve(out), files, facts)
      } catch (error) {
        const { message, hint } = packFailure(error)
        io.err(inEnglish([message, hint]))
        return 1
      }
      for (const { path: name } of files) io.out(name)
      return 0
    })
  } catch (error) {
    if (!(error instanceof VitrineError)) throw error
    io.err(`${error.message} ${error.hint}`)
    return 2
  }
}

/** The headless server keeps no settings: its rules are those that its environment names, or none. */
async function withGivenPolicy(settings: Settings, io: CommandIo): Promise<Settings> {
  if (settings !== defaultSettings) return settings
  const file = io.host.env['VITRINE_POLICY']?.trim() ?? ''
  if (file === '') return { ...settings, policy: OPEN_POLICY }
  const text = await io.readText(file).catch(() => null)
  const parsed = text === null ? null : policyInText(text)
  if (parsed?.ok !== true) throw new VitrineError('internal', 'The file that VITRINE_POLICY names is no policy, or cannot be read.', { hint: 'Check it with `policy check`.' })
  return { ...settings, policy: parsed.policy }
}

function iso(time: string | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString()
}

function readOptions(args: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({ args: [...args], options: { out: text, profile: text, since: text, until: text }, strict: true }).values
  } catch {
    return null
  }
}

function misused(io: CommandIo, message: string): number {
  io.err(message)
  io.err('')
  io.err(USAGE)
  return 2
}
