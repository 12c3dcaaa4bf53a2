import type { Host } from '../host/host'
import { applyPlan } from './apply'
import { locateClient, type FileProbe } from './client-places'
import type { ClientRow } from './client-table'
import { readConfigFile } from './config-file'
import { planRemoval } from './plan'

export interface Removal {
  readonly path: string
  /** `left`: what stands there under our name is not ours, the file is not valid, or it could not be read or written. */
  readonly outcome: 'removed' | 'absent' | 'left'
}

/**
 * Takes our entry out of every file of a client that exists, also those that it does not read any more. Never rejects, and
 * makes no file.
 */
export async function removeEntries(host: Pick<Host, 'platform' | 'env' | 'homeDir' | 'now'>, client: ClientRow, probe: FileProbe): Promise<readonly Removal[]> {
  const { locations } = await locateClient(host, client, probe)
  const removals: Removal[] = []
  for (const { path } of locations.filter(({ exists }) => exists)) removals.push({ path, outcome: await removeEntry(path, client, host.now) })
  return removals
}

async function removeEntry(path: string, client: ClientRow, now: Host['now']): Promise<Removal['outcome']> {
  try {
    const { text, hash } = await readConfigFile(path)
    const plan = planRemoval(client, text)
    if (plan.kind === 'unchanged') return 'absent'
    if (plan.kind !== 'remove') return 'left'
    await applyPlan({ path, change: plan, plannedFor: hash, now })
    return 'removed'
  } catch {
    return 'left'
  }
}
