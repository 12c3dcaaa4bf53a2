import type { Settings } from '../../settings/schema'
import { expiryOf } from '../key-care'

/**
 * The settings that say something about protection, each named here: what is added to the settings later is in no pack until somebody
 * decides so. No key, hash, secret, path, place of a window or word of the user's own, and of the webhook only the host, since the
 * address of many a receiver is its password.
 */
export function configurationOf(settings: Settings): unknown {
  const { connections, activeConnectionId, connectEnabled, clients, retentionDays, strictRecording, notifications, startAtLogin, sealedAnewAt, http, alerts, webhook, limits, consent } = settings
  return {
    connections: connections.map(({ id, name, url, database, login, caFile, createdAt, keySince, expiry, rights }) => ({
      id,
      name,
      url,
      database,
      login,
      isActive: id === activeConnectionId,
      ownCertificateAuthority: caFile !== undefined,
      createdAt,
      keySince: keySince ?? createdAt,
      keyExpiry: expiry === undefined ? { kind: 'unknown' } : expiryOf(expiry),
      couldChange: rights === undefined ? 'not looked at' : { checkedAt: rights.checkedAt, checkedModels: rights.checked, models: rights.models.map((one) => ({ model: one.model, rights: one.rights })) },
    })),
    connectEnabled,
    clients: clients.map(({ id, name, transport = 'relay', createdAt, keySince, lastUsedAt, expiresAt, former, paused = false, policy }) => ({
      id,
      name,
      transport,
      createdAt,
      keySince: keySince ?? createdAt,
      lastUsedAt,
      expiresAt,
      oldKeyValidUntil: former?.until,
      paused,
      rules: policy === undefined ? 'policies/all-clients.json' : `policies/${id}.json`,
    })),
    masterKeyReplacedAt: sealedAnewAt,
    journal: { retentionDays, strictRecording },
    limits,
    httpEndpoint: { enabled: http.enabled, port: http.port },
    alerts: { off: alerts.off, quiet: alerts.quiet, working: alerts.working },
    webhook: webhook === undefined ? null : { host: hostOf(webhook.url), network: webhook.network, ownCertificateAuthority: webhook.caFile !== undefined },
    notifications,
    startAtLogin,
    decisions: consent.map(({ clientId, connectionId, model, answer, decidedAt }) => ({ clientId, connectionId, model, answer, decidedAt })),
  }
}

/** Null for what is no address, which must not show either. */
export function hostOf(url: string): string | null {
  try {
    return new URL(url).host
  } catch {
    return null
  }
}
