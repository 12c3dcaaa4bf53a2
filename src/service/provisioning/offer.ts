import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { GLOSSARY_LIMITS, type GlossaryEntry } from '../../contract/glossary'
import type { OfferedRules, ProvisionOffer, ProvisionRefusal, RuleChoice } from '../../contract/provisioning'
import { policyChanges, type PolicyChange } from '../../policy/compare'
import type { Policy } from '../../policy/policy'
import { policySheet } from '../../policy/sheet'
import { authoritiesIn } from '../../provisioning/authorities'
import type { ProvisionProblem } from '../../provisioning/parse'
import type { Provision } from '../../provisioning/provision'
import type { ConnectionSettings, Settings } from '../../settings/schema'
import { isSameLogin } from '../connection-admin'
import { glossaryOf } from '../settings-view'

/** What a connection file would do to these settings, to be shown before anything is done. Pure. */
export function offerOf(provision: Provision, fileName: string, settings: Settings): ProvisionOffer | ProvisionRefusal {
  const existing = existingFor(provision, settings)
  const { url, database, login, ca } = provision
  const words = mergedGlossary(glossaryOf(settings), provision.glossary)
  if (words.length > GLOSSARY_LIMITS.entries) {
    return refusalOf({ message: { id: 'provision.fault.words', values: { most: GLOSSARY_LIMITS.entries } }, hint: { id: 'provision.fault.words.hint' } }, fileName)
  }
  return identified({
    kind: 'offered',
    fileName,
    name: existing?.name ?? freeName(provision, settings),
    url,
    database,
    login,
    authorities: authoritiesIn(ca),
    changesAuthorities: ca !== '' && ca !== existing?.ca,
    existing: existing === undefined ? null : { id: existing.id, name: existing.name },
    otherConnections: settings.connections.filter(({ id }) => id !== existing?.id).length,
    rules: provision.policy === undefined ? null : offeredRules(provision.policy, settings),
    glossary: glossaryChanges(glossaryOf(settings), provision.glossary),
  })
}

export function refusalOf(problem: ProvisionProblem, fileName: string): ProvisionRefusal {
  return identified({ kind: 'refused', fileName, ...problem })
}

/** The settings after a file was accepted. `added` is the new connection, where it is one. Pure. */
export function settingsWith(before: Settings, provision: Provision, rules: RuleChoice, added: ConnectionSettings | undefined): Settings {
  const existing = existingFor(provision, before)
  const { addingConnectionId, ...rest } = before
  return {
    ...rest,
    policy: rules === 'file' && provision.policy !== undefined ? provision.policy : before.policy,
    glossary: mergedGlossary(glossaryOf(before), provision.glossary).map(({ word, model, domain }) => ({ word, model, ...(domain === '' ? {} : { domain }) })),
    connections: added === undefined
      ? before.connections.map((one) => (one.id === existing?.id && provision.ca !== '' ? { ...one, ca: provision.ca } : one))
      : [...before.connections, added],
    ...(added === undefined ? {} : { activeConnectionId: added.id }),
  }
}

/** The connection that leads to the same Odoo as the same user. */
export function existingFor({ url, database, login }: Provision, { connections }: Settings): ConnectionSettings | undefined {
  return connections.find((one) => isSameLogin(one, { url, database: database === '' ? undefined : database, login }))
}

/** Clients choose between connections by their names, so no file may take the name of another one. */
export function freeName({ name, url }: Provision, { connections }: Settings): string {
  const isTaken = (text: string): boolean => connections.some((one) => one.name === text)
  const candidates = [name, `${name} (${new URL(url).hostname})`, ...connections.map((_, index) => `${name} (${String(index + 2)})`)]
  return candidates.find((text) => !isTaken(text)) ?? name
}

function offeredRules(policy: Policy, settings: Settings): OfferedRules {
  const changes = policyChanges(settings.policy, policy, { callsPerMinute: settings.limits.callsPerClient })
  const texts = (effect: PolicyChange['effect']) => changes.filter((change) => change.effect === effect).map(({ text }) => text)
  return {
    sections: policySheet(policy).sections,
    opens: texts('opens'),
    narrows: texts('narrows'),
    notFor: settings.clients.filter((client) => client.policy !== undefined).map(({ name }) => name),
  }
}

const isSameWord = (one: GlossaryEntry) => (other: GlossaryEntry): boolean => one.word.toLowerCase() === other.word.toLowerCase()

/** A word of the file takes the place of the same word; the others stay where they are. */
function mergedGlossary(before: readonly GlossaryEntry[], offered: readonly GlossaryEntry[]): readonly GlossaryEntry[] {
  const changed = before.map((entry) => offered.find(isSameWord(entry)) ?? entry)
  return [...changed, ...offered.filter((entry) => !before.some(isSameWord(entry)))]
}

function glossaryChanges(before: readonly GlossaryEntry[], offered: readonly GlossaryEntry[]): ProvisionOffer['glossary'] {
  const known = offered.flatMap((after) => {
    const found = before.find(isSameWord(after))
    return found === undefined ? [] : [{ after, before: found }]
  })
  const changed = known.filter((pair) => !isDeepStrictEqual(meaningOf(pair.after), meaningOf(pair.before)))
  return { added: offered.filter((entry) => !before.some(isSameWord(entry))), changed, same: known.length - changed.length }
}

/** The same filter may be written with other spaces. */
function meaningOf({ word, model, domain }: GlossaryEntry): unknown {
  return [word, model, domain === '' ? null : (JSON.parse(domain) as unknown)]
}

type Unidentified<T> = T extends unknown ? Omit<T, 'id'> : never

/** Named by what it says: whoever accepts it by this name has seen just this. */
function identified<T extends Unidentified<ProvisionOffer | ProvisionRefusal>>(said: T): T & { readonly id: string } {
  return { ...said, id: createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32) }
}
