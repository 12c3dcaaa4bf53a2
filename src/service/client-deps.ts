import type { Journal } from '../activity/journal'
import type { Host } from '../host/host'
import type { McpDeps } from '../mcp/deps'
import type { SettingsStore } from '../settings/store'
import { accessRefusal } from './client-access'
import type { ConnectionControl } from './connection-control'
import type { Consent } from './consent'
import type { CallGate } from './limits/call-gate'
import type { Sessions } from './sessions'
import { glossaryOf, policyOf } from './settings-view'
import type { Stops } from './stops'

export interface ClientDepsParts extends Pick<McpDeps, 'serverVersion' | 'record'> {
  readonly host: Host
  readonly settings: Pick<SettingsStore, 'get'>
  readonly journal: Journal | null
  readonly connection: Pick<ConnectionControl, 'access' | 'other' | 'settled'>
  readonly consent: Pick<Consent, 'ask' | 'granted'>
  readonly callGate: CallGate
  readonly stops: Pick<Stops, 'signal'>
  readonly sessions: () => Pick<Sessions, 'closeFor' | 'noteUse'>
}

export interface ClientDeps {
  /** What any server for this client needs to know. */
  readonly depsFor: (clientId: string) => McpDeps
  /** What a client that was let in by this key is asked with each call. */
  readonly gateFor: (clientId: string, keyHash: string) => Pick<McpDeps, 'admit' | 'consent' | 'granted' | 'stopSignal'>
}

/** What the MCP server of one client sees of the house: its policy, its limits, its questions, and the connection. */
export function createClientDeps(parts: ClientDepsParts): ClientDeps {
  const { host, settings, serverVersion, journal, connection, consent, callGate, stops, record, sessions } = parts

  const gateFor = (clientId: string, keyHash: string): Pick<McpDeps, 'admit' | 'consent' | 'granted' | 'stopSignal'> => ({
    admit: ({ connectionId }) => {
      const refusal = accessRefusal(settings.get().clients, clientId, keyHash, host.now())
      if (refusal?.session === 'ends') sessions().closeFor(clientId, keyHash)
      if (refusal !== null) throw refusal.error
      callGate.pass({ clientId, connectionId, limits: policyOf(settings.get(), clientId).limits })
      sessions().noteUse(clientId)
    },
    consent: (question, signal) => consent.ask(clientId, question, signal),
    granted: (model, connectionId) => consent.granted(clientId, model, connectionId),
    stopSignal: () => stops.signal(clientId),
  })

  const depsFor = (clientId: string): McpDeps => ({
    host,
    serverVersion,
    clientId,
    access: connection.access,
    settled: connection.settled,
    connectionNames: () => {
      const { connections, activeConnectionId } = settings.get()
      return [...connections].sort((a, b) => Number(b.id === activeConnectionId) - Number(a.id === activeConnectionId)).map(({ name }) => name)
    },
    otherConnection: connection.other,
    glossary: () => glossaryOf(settings.get()),
    policy: () => policyOf(settings.get(), clientId),
    receipt: () => journal?.newReceipt(host.randomBytes) ?? '',
    record: record,
  })

  return { depsFor, gateFor }
}
