import { applyPlan } from '../../src/clients/apply'
import { ApplyError } from '../../src/clients/apply-error'
import { readConfigFile } from '../../src/clients/config-file'
import { claudeDesktop } from '../../src/clients/client-table'
import { entryFor } from '../../src/clients/entry'
import { planRegistration, planRemoval } from '../../src/clients/plan'
import { errorCode } from '../../src/files/file-steps'

/*
 * A program that registers and unregisters in the configuration file of its first argument, in turn, for as many rounds
 * as the second one says, and prints a line for each. Others may do the same at the same time. What the system refuses
 * ends it, and is the last line.
 */
const [path = '', rounds = '1'] = process.argv.slice(2)
const entry = entryFor(claudeDesktop, { command: '/opt/Vitrine/vitrine-relay' })

async function main(): Promise<void> {
  for (let round = 0; round < Number(rounds); round += 1) {
    const { text, hash } = await readConfigFile(path)
    const plan = round % 2 === 0 ? planRegistration(claudeDesktop, text, entry) : planRemoval(claudeDesktop, text)
    if (!('after' in plan)) {
      process.stdout.write(`${plan.kind}\n`)
      continue
    }
    try {
      await applyPlan({ path, change: plan, plannedFor: hash, now: Date.now })
      process.stdout.write(`${plan.kind}\n`)
    } catch (error) {
      if (!(error instanceof ApplyError)) throw error
      process.stdout.write(`${error.code}\n`)
    }
  }
}

main().catch((error: unknown) => {
  process.stdout.write(`${errorCode(error) ?? String(error)}\n`)
})
