import { useMemo, useState } from 'react'
import type { ActivityEvent } from '../../../src/contract/activity'
import type { Choice } from './filter-bar'

interface Met {
  readonly newest: ActivityEvent | undefined
  readonly oldest: ActivityEvent | undefined
  readonly clients: ReadonlyMap<string, string>
  readonly models: ReadonlyMap<string, string>
}

interface Seen {
  readonly clients: readonly Choice[]
  readonly models: readonly Choice[]
}

/** Clients and models to choose from: those met since the view was opened, so that a choice stays while it filters. */
export function useSeen(events: readonly ActivityEvent[]): Seen {
  const [met, setMet] = useState<Met>({ newest: undefined, oldest: undefined, clients: new Map(), models: new Map() })
  const newest = events[0]
  const oldest = events[events.length - 1]
  if (newest !== met.newest || oldest !== met.oldest) {
    const clients = new Map(met.clients)
    const models = new Map(met.models)
    for (const event of events) {
      clients.set(event.clientId, event.clientName)
      if (event.model !== undefined) models.set(event.model, event.modelLabel ?? event.model)
    }
    // Maps that say the same stay the same, so that a busy hour does not make new lists of choices ten times a second.
    setMet({ newest, oldest, clients: equal(clients, met.clients) ? met.clients : clients, models: equal(models, met.models) ? met.models : models })
  }
  const clients = useMemo(() => choices(met.clients), [met.clients])
  const models = useMemo(() => choices(met.models), [met.models])
  return { clients, models }
}

function equal(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value)
}

function choices(labels: ReadonlyMap<string, string>): readonly Choice[] {
  return [...labels].map(([value, label]) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label))
}
