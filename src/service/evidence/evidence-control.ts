import type { Journal } from '../../activity/journal'
import type { JournalVerdict } from '../../contract/activity'
import type { EvidencePreview, EvidenceText } from '../../contract/evidence'
import type { ExportResult } from '../../contract/requests'
import type { Sheet } from '../../contract/sheet'
import type { Host } from '../../host/host'
import type { Log } from '../../logging/log'
import type { SettingsStore } from '../../settings/store'
import { hashed, manifestFiles, packFiles, type PackFile } from './pack'
import type { PackFacts } from './readme'
import { packFailure, writePack } from './write-pack'

export interface EvidenceDeps {
  readonly host: Pick<Host, 'now' | 'timeZone'>
  readonly journal: Journal | null
  readonly settings: SettingsStore
  readonly appVersion: string
  readonly sheet: (clientId: string | undefined) => Sheet
  readonly verify: () => Promise<JournalVerdict>
  readonly choosePath: (name: string) => Promise<string | null>
  readonly log: Log
}

/** Makes an evidence pack: first to be looked at, then, as it was shown, as a folder. */
export interface EvidenceControl {
  /** The files of a pack over a period (ISO 8601; without bounds all that is kept), with their sizes. Nothing is written. */
  readonly prepare: (period: { readonly since?: string | undefined; readonly until?: string | undefined }) => Promise<EvidencePreview>
  /** Nobody looks at a pack any more: what is still being prepared is given up. */
  readonly cancel: () => void
  /** The beginning of a file of the pack that was prepared last. */
  readonly read: (path: string) => Promise<EvidenceText>
  /** Asks where to, and writes the pack that was prepared last. */
  readonly write: () => Promise<ExportResult>
}

/** More of a file is read by nobody in a window. */
const SHOWN_CHARACTERS = 60_000

class Superseded extends Error {
  override readonly name = 'Superseded'
}

interface Prepared {
  readonly facts: PackFacts
  readonly files: readonly PackFile[]
  readonly manifest: readonly PackFile[]
}

export function createEvidenceControl({ host, journal, settings, appVersion, sheet, verify, choosePath, log }: EvidenceDeps): EvidenceControl {
  let prepared: Prepared | null = null
  /** Preparations so far; one that is not the last any more ends at its next piece. */
  let newest = 0

  const giveUp = (): number => {
    prepared = null
    newest += 1
    return newest
  }

  return {
    cancel: giveUp,

    prepare: async ({ since, until }) => {
      const mine = giveUp()
      const goOn = (): void => {
        if (mine !== newest) throw new Superseded()
      }
      if (journal === null) return { ok: false, message: { id: 'fault.evidence.noJournal' }, hint: { id: 'fault.journal.none.hint' } }
      try {
        const facts: PackFacts = { appVersion, madeAt: new Date(host.now()).toISOString(), timeZone: host.timeZone, since, until }
        const files = packFiles({ facts, settings: settings.get(), sheet, journal, verdict: await verify() })
        const sums = []
        for (const file of files) sums.push(await hashed(file, goOn))
        const manifest = await manifestFiles(facts, sums)
        const sizes = [...sums, ...(await Promise.all(manifest.map((file) => hashed(file))))]
        goOn()
        prepared = { facts, files, manifest }
        return { ok: true, files: [...files, ...manifest].map(({ path, about }, index) => ({ path, about, bytes: sizes[index]?.bytes ?? 0 })) }
      } catch (error) {
        if (error instanceof Superseded) return { ok: false, message: { id: 'fault.evidence.superseded' }, hint: { id: 'fault.evidence.superseded.hint' } }
        log.error('An evidence pack could not be prepared', { error })
        return { ok: false, ...packFailure(error) }
      }
    },

    read: async (path) => {
      const file = [...(prepared?.files ?? []), ...(prepared?.manifest ?? [])].find((one) => one.path === path)
      let text = ''
      for await (const piece of file?.pieces() ?? []) {
        text += piece
        if (text.length > SHOWN_CHARACTERS) return { text: text.slice(0, text.lastIndexOf('\n', SHOWN_CHARACTERS) + 1), cut: true }
      }
      return { text, cut: false }
    },

    write: async () => {
      if (prepared === null) return { ok: false, message: { id: 'fault.evidence.none' }, hint: { id: 'fault.evidence.none.hint' } }
      const { facts, files } = prepared
      const path = await choosePath(`vitrine-evidence-${facts.madeAt.slice(0, 10)}`)
      if (path === null) return { ok: true, path: null }
      try {
        await writePack(path, files, facts)
        return { ok: true, path }
      } catch (error) {
        log.error('An evidence pack could not be written', { error })
        return { ok: false, ...packFailure(error) }
      }
    },
  }
}
