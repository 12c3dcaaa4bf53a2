import { LRUCache } from 'lru-cache'
import type { Host } from '../host/host'

/** A bounded cache whose entries grow old by the host's clock. */
export interface AgingCache<Value> {
  readonly get: (key: string) => Value | undefined
  readonly set: (key: string, value: Value) => void
}

/** `max` entries, the least used dropped first; none answered after `maxAgeMs`. */
export function createAgingCache<Value>(max: number, maxAgeMs: number, host: Pick<Host, 'monotonicMs'>): AgingCache<Value> {
  const entries = new LRUCache<string, { readonly value: Value; readonly since: number }>({ max })
  return {
    get: (key) => {
      const entry = entries.get(key)
      if (entry === undefined) return undefined
      if (host.monotonicMs() - entry.since <= maxAgeMs) return entry.value
      entries.delete(key)
      return undefined
    },
    set: (key, value) => {
      entries.set(key, { value, since: host.monotonicMs() })
    },
  }
}
