import type { EvidenceFile, EvidenceText } from '../../src/contract/evidence'

export const PACK: readonly EvidenceFile[] = [
  { path: 'README.md', about: 'What this is, the way data takes, and how to check it.', bytes: 3_204 },
  { path: 'controls.md', about: 'Which features can serve as evidence for GDPR, SOC 2 and HIPAA, and what they do not cover.', bytes: 14_120 },
  { path: 'configuration.json', about: 'The settings that matter for protection, without keys, secrets or fingerprints.', bytes: 2_410 },
  { path: 'permissions/all-clients.md', about: 'What clients without rules of their own may see, in words.', bytes: 3_811 },
  { path: 'permissions/claude-desktop.md', about: 'What Claude Desktop may see, in words.', bytes: 3_790 },
  { path: 'policies/all-clients.json', about: 'The same rules for programs: those of clients without their own.', bytes: 904 },
  { path: 'journal/journal.jsonl', about: 'Every row of the journal in the period, with its seal.', bytes: 28_410_220 },
  { path: 'journal/calls.csv', about: 'The calls of the period, for a spreadsheet.', bytes: 9_204_113 },
  { path: 'journal/verify.json', about: 'What checking the whole journal found when the pack was made.', bytes: 310 },
  { path: 'documents/PRIVACY.md', about: 'What is processed, where data goes, how long it is kept. Draft.', bytes: 3_120 },
  { path: 'manifest.json', about: 'Version, time, period, and each file with its size and SHA-256.', bytes: 2_204 },
  { path: 'SHA256SUMS', about: 'The same sums, for sha256sum.', bytes: 1_420 },
]

const CONTROLS = `# Controls

**Not certified.** Neither Vitrine nor its maker holds a certification, attestation or audit report for any of these, and none is claimed.

## GDPR: Regulation (EU) 2016/679

| requirement | subject | what Vitrine does | where to see it | what is not covered |
|---|---|---|---|---|
| Art. 5(1)(c) | Data minimisation | Models, fields and records can be hidden. | Access; permissions/ in this pack | Choosing the rules. |
`

export function textOfPack(path: string): EvidenceText {
  return { text: path === 'controls.md' ? CONTROLS : `The text of ${path}\n`, cut: path === 'journal/journal.jsonl' }
}
