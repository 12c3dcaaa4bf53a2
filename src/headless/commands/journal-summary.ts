import { parseArgs } from 'node:util'
import { MONTH_FORM } from '../../contract/month'
import { VitrineError } from '../../errors/vitrine-error'
import { monthSummary } from '../../service/month/month-summary'
import { sheetText } from '../../service/sheet-files'
import { monthReport } from '../../state/month-report'
import { profileDirectory } from '../environment'
import { verified, withJournal } from '../profile-journal'
import { profileSettings } from '../profile-settings'
import type { CommandIo } from './command-io'

/** `journal summary`: the page of a month as Markdown, or everything it is made from as JSON. */
export async function runSummary(args: readonly string[], io: CommandIo, misused: (message: string) => number): Promise<number> {
  const options = readOptions(args)
  if (options === null) return misused('These options are not understood.')
  const { month, json } = options
  if (month !== undefined && !MONTH_FORM.test(month)) return misused('A month is written as 2026-10.')
  const profile = profileDirectory(io.host, options.profile ?? io.host.env['VITRINE_PROFILE']?.trim() ?? '')
  try {
    const settings = await profileSettings(profile, io)
    await withJournal(profile, async (journal) => {
      const summary = await monthSummary(journal, settings, io.host, month)
      const verdict = await verified(journal, profile, io.host.env)
      await io.write(json === true ? `${JSON.stringify({ ...summary, chain: verdict }, null, 2)}\n` : sheetText(monthReport(summary, verdict), 'markdown'))
    })
    return 0
  } catch (error) {
    if (!(error instanceof VitrineError)) throw error
    io.err(`${error.message} ${error.hint}`)
    return 2
  }
}

interface Options {
  readonly profile?: string | undefined
  readonly month?: string | undefined
  readonly json?: boolean | undefined
}

function readOptions(args: readonly string[]): Options | null {
  const text = { type: 'string' } as const
  try {
    return parseArgs({ args: [...args], options: { profile: text, month: text, json: { type: 'boolean' } }, strict: true }).values
  } catch {
    return null
  }
}
