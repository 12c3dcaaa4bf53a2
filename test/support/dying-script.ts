import { restoreBackup } from '../../src/clients/backups'
import { applyPlan } from '../../src/clients/apply'
import { clientRow } from '../../src/clients/client-table'
import { readConfigFile } from '../../src/clients/config-file'
import { entryFor } from '../../src/clients/entry'
import { planRegistration, planRemoval } from '../../src/clients/plan'
import type { FileSteps } from '../../src/files/file-steps'
import { failingSteps } from './failing-steps'

/** What can be done to a client's configuration; a restore puts back the copy of that name. */
export interface ConfigWork {
  readonly clientId: string
  readonly path: string
  readonly action: 'register' | 'unregister' | { readonly restore: string }
}

const relay = '/opt/Vitrine/vitrine-relay'

/** Carries the work out, with these calls to the file system, and waits for no lock. */
export async function carryOut({ clientId, path, action }: ConfigWork, fs: FileSteps): Promise<void> {
  const client = clientRow(clientId)
  if (client === null) throw new RangeError(clientId)
  if (typeof action === 'object') return restoreBackup({ path, name: action.restore, now: () => 1_000, fs })
  const { text, hash } = await readConfigFile(path)
  const plan = action === 'register' ? planRegistration(client, text, entryFor(client, { command: relay })) : planRemoval(client, text)
  if (!('after' in plan)) throw new RangeError(plan.kind)
  await applyPlan({ path, change: plan, plannedFor: hash, now: () => 2_000, fs, delay: async () => undefined })
}

/*
 * A program that does this work and dies by SIGKILL at the call to the file system of that number; half of what that call
 * had to write is written. Its first argument is both, as JSON.
 */
if (process.argv[2] !== undefined) {
  const { step, ...work } = JSON.parse(process.argv[2]) as ConfigWork & { readonly step: number }
  void carryOut(work, failingSteps({ call: step, kind: 'kill' }).fs)
}
