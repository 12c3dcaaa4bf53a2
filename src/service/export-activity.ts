import { open, rename, rm } from 'node:fs/promises'
import type { Journal } from '../activity/journal'
import type { ActivityFilter, ExportFormat } from '../contract/activity'
import type { ExportResult } from '../contract/requests'
import type { Host } from '../host/host'
import type { Log } from '../logging/log'

export interface ExportDeps {
  readonly journal: Journal | null
  readonly host: Pick<Host, 'now'>
  readonly choosePath: (name: string) => Promise<string | null>
  readonly log: Log
}

/** Writes what a filter matches where the user says. The file has its name only once it is whole, and only its owner can read it. */
export async function exportActivity({ journal, host, choosePath, log }: ExportDeps, format: ExportFormat, filter: ActivityFilter): Promise<ExportResult> {
  if (journal === null) return { ok: false, message: { id: 'fault.journal.none.export' }, hint: { id: 'fault.journal.none.hint' } }
  const path = await choosePath(`vitrine-activity-${new Date(host.now()).toISOString().slice(0, 10)}.${format}`)
  if (path === null) return { ok: true, path: null }
  const unfinished = `${path}.unfinished`
  try {
    const file = await open(unfinished, 'w', 0o600)
    try {
      for await (const piece of journal.exported(format, filter)) await file.writeFile(piece)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(unfinished, path)
    return { ok: true, path }
  } catch (error) {
    log.error('The activity could not be exported', { error })
    await rm(unfinished, { force: true }).catch(() => undefined)
    return { ok: false, message: { id: 'fault.export' }, hint: { id: 'fault.export.hint' } }
  }
}
