import type { KeyState } from '../../contract/month'
import { expiryOf } from '../key-care'
import type { MonthSettings } from './month-summary'

/** Every key that somebody has to look after; `lastCalls` says when a connection was last asked through. */
export function keyStates({ connections, clients, sealedAnewAt }: MonthSettings, lastCalls: Readonly<Record<string, string>>): readonly KeyState[] {
  return [
    ...connections.map(({ id, name, createdAt, keySince, expiry }): KeyState => ({
      kind: 'odoo',
      name,
      since: keySince ?? createdAt,
      lastUsed: lastCalls[id],
      expiry: expiry === undefined ? { kind: 'unknown' } : expiryOf(expiry),
    })),
    ...clients.map(({ name, createdAt, keySince, lastUsedAt, expiresAt, paused }): KeyState => ({
      kind: 'client',
      name,
      since: keySince ?? createdAt,
      lastUsed: lastUsedAt,
      expiry: expiresAt === undefined ? { kind: 'never' } : { kind: 'on', at: expiresAt, certainty: 'sure' },
      ...(paused === true && { paused }),
    })),
    // The master key is as old as the first connection, unless it was replaced since.
    ...connections.slice(0, 1).map(({ createdAt }): KeyState => ({ kind: 'master', name: '', since: sealedAnewAt ?? createdAt, expiry: { kind: 'never' } })),
  ]
}
