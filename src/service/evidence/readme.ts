import type { Settings } from '../../settings/schema'
import { hostOf } from './configuration'

export interface PackFacts {
  readonly appVersion: string
  /** ISO 8601 in UTC. */
  readonly madeAt: string
  /** IANA name. */
  readonly timeZone: string
  /** ISO 8601 in UTC; absent: from the first row that is kept, up to the last one when the pack is written. */
  readonly since: string | undefined
  readonly until: string | undefined
}

/** What the pack is, the way data takes, and how to check it. */
export function readmeText(facts: PackFacts, settings: Pick<Settings, 'connections' | 'clients' | 'webhook'>, files: readonly { readonly path: string; readonly about: string }[]): string {
  const { connections, clients, webhook } = settings
  return `# Evidence pack of Vitrine ${facts.appVersion}

**Not certified, and no legal advice.** This folder says what was set up, what was read, and how that can be checked. See controls.md for
what of GDPR, SOC 2 and HIPAA that can serve as evidence for, and what it does not cover.

- Made at: ${facts.madeAt} (UTC), on a computer in the time zone ${facts.timeZone}
- Period of the journal: ${periodText(facts)}
- Rules and configuration: as they were when the pack was made. What they were before is not recorded.

Names of fields, models and clients, logins of Odoo users and addresses of clients can be personal data: keep this folder accordingly. No
record, no value of a filter, no key and no fingerprint of one is in it. Policies hold what their rules for records compare with.

## Files

${files.map(({ path, about }) => `- \`${path}\`: ${about}`).join('\n')}
- \`manifest.json\`: version, time, period, and each of these files with its size and SHA-256.
- \`SHA256SUMS\`: the same sums, and that of the manifest, for \`sha256sum\`.

## The way data takes

Odoo → this computer → the AI client → whoever runs its model

- Odoo: ${connections.length === 0 ? 'none is connected' : connections.map(({ name, url, login }) => `${name} (${hostOf(url) ?? 'no address'}), read as ${login}`).join('; ')}.
- This computer: Vitrine passes answers on in memory and keeps no record. It keeps settings and journal in files, and keys in the keychain.
- AI clients with a key: ${clients.length === 0 ? 'none' : clients.map(({ name, transport = 'relay' }) => `${name} (${transport === 'relay' ? 'over a local socket' : 'over HTTP on this computer'})`).join('; ')}.
- What a client sends on to the model behind it is between you and its provider; for Claude that is Anthropic.
- Webhook: ${webhook === undefined ? 'none' : `alerts, without values, go to ${hostOf(webhook.url) ?? 'no address'}`}.

## Check that nothing was changed since

In this folder, on Linux: \`sha256sum -c SHA256SUMS\`; on macOS: \`shasum -a 256 -c SHA256SUMS\`; on Windows, file by file: \`certutil -hashfile FILE
SHA256\`. The sums show changes to files, not who made them: keep the sum of SHA256SUMS itself elsewhere if that matters.

\`journal/verify.json\` says what checking the whole journal found when the pack was made. To check \`journal/journal.jsonl\` again, take the
program at the end of \`documents/JOURNAL.md\`; it needs the key of the chain, which is in no pack. An application's key is in the
keychain and does not leave it: there, use *Verify* under *Activity*.
`
}

function periodText({ since, until }: PackFacts): string {
  if (since === undefined && until === undefined) return 'all that is kept'
  const from = since === undefined ? 'from the first row that is kept' : `from ${since}`
  return `${from} ${until === undefined ? 'on' : `until before ${until}`} (UTC; a call counts when it begins, and one that lies between others goes with them)`
}
