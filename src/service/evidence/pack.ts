import { createHash } from 'node:crypto'
import journalDocument from '../../../JOURNAL.md?raw'
import policyDocument from '../../../POLICY.md?raw'
import privacyDocument from '../../../PRIVACY.md?raw'
import securityDocument from '../../../SECURITY.md?raw'
import type { Journal } from '../../activity/journal'
import type { JournalVerdict } from '../../contract/activity'
import type { Sheet } from '../../contract/sheet'
import { serializePolicy } from '../../policy/parse'
import type { Settings } from '../../settings/schema'
import { sheetText } from '../sheet-files'
import { configurationOf } from './configuration'
import { controlsText } from './controls-text'
import { readmeText, type PackFacts } from './readme'

export interface PackFile {
  readonly path: string
  readonly about: string
  /** Its pieces, as often as wanted; what is read from the journal is never whole in memory. */
  readonly pieces: () => AsyncIterable<string> | Iterable<string>
}

export interface PackSource {
  readonly facts: PackFacts
  readonly settings: Settings
  /** What a client may see; without one, those without rules of their own. */
  readonly sheet: (clientId: string | undefined) => Sheet
  readonly journal: Pick<Journal, 'exported'>
  /** What checking the chain has found; null where its key is not at hand. */
  readonly verdict: JournalVerdict | null
}

/** Everything that goes into a pack but the manifest, which is made from these. */
export function packFiles({ facts, settings, sheet, journal, verdict }: PackSource): readonly PackFile[] {
  const { since, until } = facts
  const own = settings.clients.filter(({ policy }) => policy !== undefined)
  const files: readonly PackFile[] = [
    textFile('controls.md', 'Which features can serve as evidence for GDPR, SOC 2 and HIPAA, and what they do not cover.', controlsText()),
    textFile('configuration.json', 'The settings that matter for protection, without keys, secrets or fingerprints.', json(configurationOf(settings))),
    textFile('permissions/all-clients.md', 'What clients without rules of their own may see, in words.', sheetText(sheet(undefined), 'markdown')),
    ...settings.clients.map(({ id, name }) => textFile(`permissions/${id}.md`, `What ${oneLine(name)} may see, in words.`, sheetText(sheet(id), 'markdown'))),
    textFile('policies/all-clients.json', 'The same rules for programs: those of clients without their own.', serializePolicy(settings.policy)),
    ...own.map(({ id, name, policy }) => textFile(`policies/${id}.json`, `The rules of ${oneLine(name)}, for programs.`, serializePolicy(policy ?? settings.policy))),
    { path: 'journal/journal.jsonl', about: 'Every row of the journal in the period, with its seal.', pieces: () => journal.exported('jsonl', { since, until }) },
    { path: 'journal/calls.csv', about: 'The calls of the period, for a spreadsheet.', pieces: () => journal.exported('csv', { since, until }) },
    textFile('journal/verify.json', 'What checking the whole journal found when the pack was made.', json({ checkedAt: facts.madeAt, ...(verdict ?? { status: 'not checked', message: 'The key of the chain was not at hand.' }) })),
    textFile('documents/PRIVACY.md', 'What is processed, where data goes, how long it is kept. Draft.', privacyDocument),
    textFile('documents/SECURITY.md', 'What is promised against whom, and where it ends. Draft.', securityDocument),
    textFile('documents/JOURNAL.md', 'What the journal holds, what its chain shows, and a program that checks it.', journalDocument),
    textFile('documents/POLICY.md', 'What rules mean, and how a model and a field are judged.', policyDocument),
  ]
  return [textFile('README.md', 'What this is, the way data takes, and how to check it.', readmeText(facts, settings, files)), ...files]
}

export interface Hashed {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

/** Reads a file to its end, giving each piece on, and says its size and sum. */
export async function hashed({ path, pieces }: PackFile, use: (piece: string) => Promise<void> | void = () => undefined): Promise<Hashed> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of pieces()) {
    hash.update(piece)
    bytes += Buffer.byteLength(piece)
    await use(piece)
  }
  return { path, bytes, sha256: hash.digest('hex') }
}

/** The two files that speak of all others. */
export async function manifestFiles(facts: PackFacts, files: readonly Hashed[]): Promise<readonly PackFile[]> {
  const manifest = textFile('manifest.json', 'Version, time, period, and each file with its size and SHA-256.', json({ format: 1, ...facts, since: facts.since ?? null, until: facts.until ?? null, files }))
  const sums = [...files, await hashed(manifest)].map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('')
  return [manifest, textFile('SHA256SUMS', 'The same sums, for sha256sum.', sums)]
}

function textFile(path: string, about: string, text: string): PackFile {
  return { path, about, pieces: () => [text] }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

/** Names are other people's words. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>#|]/g, '')
}
