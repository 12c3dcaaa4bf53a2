import { describe, expect, it } from 'vitest'
import type { StatePatch } from '../../../src/contract/requests'
import { createStore, joinedPatch } from '../../../src/state/store'
import { emptyState, northwind, searchEvent } from './states'

describe('the store', () => {
  it('announces only the parts that changed, with the next revision', () => {
    const store = createStore(emptyState)
    const patches: StatePatch[] = []
    store.subscribe((patch) => patches.push(patch))
    store.dispatch({ type: 'connectionChanged', connection: { kind: 'connecting' } })
    store.dispatch({ type: 'connectionsListed', connections: [northwind] })
    store.dispatch({ type: 'activityRecorded', event: searchEvent })
    expect(patches).toEqual([
      { revision: 1, changes: { connection: { kind: 'connecting' } } },
      { revision: 2, changes: { connections: [northwind] } },
      { revision: 3, changes: { lastActivity: searchEvent } },
    ])
    expect(store.snapshot()).toEqual({ revision: 3, state: store.state() })
  })

  it('applying every patch to an old snapshot gives the new state', () => {
    const store = createStore(emptyState)
    let copy = store.snapshot().state
    store.subscribe(({ changes }) => {
      copy = { ...copy, ...changes }
    })
    store.dispatch({ type: 'noticeRaised', notice: { id: 'memory_only', message: 'a', hint: '' } })
    store.dispatch({ type: 'noticeRaised', notice: { id: 'memory_only', message: 'b', hint: '' } })
    store.dispatch({ type: 'claudeChecked', claude: { kind: 'registered', path: '/x', running: true } })
    store.dispatch({ type: 'sessionsChanged', sessions: [{ clientId: 'c', name: 'Claude', version: '1' }] })
    expect(copy).toEqual(store.state())
    expect(copy.notices).toEqual([{ id: 'memory_only', message: 'b', hint: '' }])
  })

  it('says nothing when nothing changed', () => {
    const store = createStore(emptyState)
    let announced = 0
    store.subscribe(() => (announced += 1))
    store.dispatch({ type: 'noticeCleared', id: 'memory_only' })
    expect(announced).toBe(0)
    expect(store.snapshot().revision).toBe(0)
  })

  it('stops telling a listener that went away', () => {
    const store = createStore(emptyState)
    let announced = 0
    const stop = store.subscribe(() => (announced += 1))
    stop()
    store.dispatch({ type: 'connectionChanged', connection: { kind: 'connecting' } })
    expect(announced).toBe(0)
  })
})

describe('changes in a row as one', () => {
  it('say where they begin and hold each part as it is in the end', () => {
    const store = createStore(emptyState)
    const patches: StatePatch[] = []
    store.subscribe((patch) => patches.push(patch))
    store.dispatch({ type: 'activityRecorded', event: searchEvent })
    store.dispatch({ type: 'connectionsListed', connections: [northwind] })
    store.dispatch({ type: 'activityRecorded', event: null })
    expect(joinedPatch(patches)).toEqual({ after: 0, revision: 3, changes: { lastActivity: null, connections: [northwind] } })
    expect(joinedPatch(patches.slice(2))).toEqual({ after: 2, revision: 3, changes: { lastActivity: null } })
  })

  it('are none where there are none', () => {
    expect(joinedPatch([])).toBeNull()
  })
})
