import { describe, expect, test } from 'vitest'
import { createAppStore } from '../../renderer/bridge/app-store'
import type { Snapshot } from '../../src/contract/requests'
import { createBridgeDouble } from './bridge-double'
import { CONNECTED, STATE } from './fixtures'

const settled = () => new Promise((resolve) => setImmediate(resolve))
const nameOf = (store: ReturnType<typeof createAppStore>) => {
  const view = store.read()
  return view.status === 'ready' ? view.state.app.version : view.status
}
const version = (text: string) => ({ app: { ...STATE.app, version: text } })

describe('the copy of the state', () => {
  test('takes patches in order', async () => {
    const double = createBridgeDouble(STATE, {})
    const store = createAppStore(double.bridge)
    store.start()
    await settled()
    double.patch(version('2'))
    double.patch(version('3'))
    expect(nameOf(store)).toBe('3')
    expect(double.callsOf('getSnapshot')).toHaveLength(1)
  })

  test('keeps patches that come before the snapshot', async () => {
    let answer: (snapshot: Snapshot) => void = () => undefined
    const double = createBridgeDouble(STATE, { getSnapshot: () => new Promise((resolve) => (answer = resolve)) })
    const store = createAppStore(double.bridge)
    store.start()
    await settled()
    double.emit('stateChanged', { revision: 5, changes: version('old') })
    double.emit('stateChanged', { revision: 8, changes: version('new') })
    answer({ revision: 7, state: STATE })
    await settled()
    expect(nameOf(store)).toBe('new')
  })

  test('asks again when a patch is missing', async () => {
    const double = createBridgeDouble(STATE, {})
    const store = createAppStore(double.bridge)
    store.start()
    await settled()
    double.answer({ getSnapshot: () => ({ revision: 9, state: { ...STATE, ...version('whole') } }) })
    double.emit('stateChanged', { revision: 9, changes: { connection: CONNECTED } })
    await settled()
    expect(nameOf(store)).toBe('whole')
    expect(double.callsOf('getSnapshot')).toHaveLength(2)
  })

  test('takes several changes in one, also when it knows the first of them already', async () => {
    const double = createBridgeDouble(STATE, {})
    const store = createAppStore(double.bridge)
    store.start()
    await settled()
    double.emit('stateChanged', { after: 1, revision: 40, changes: version('many') })
    expect(nameOf(store)).toBe('many')
    double.emit('stateChanged', { after: 30, revision: 50, changes: version('more') })
    expect(nameOf(store)).toBe('more')
    expect(double.callsOf('getSnapshot')).toHaveLength(1)
    double.answer({ getSnapshot: () => ({ revision: 61, state: { ...STATE, ...version('whole') } }) })
    double.emit('stateChanged', { after: 60, revision: 61, changes: { connection: CONNECTED } })
    await settled()
    expect(nameOf(store)).toBe('whole')
  })

  test('ignores a patch it already has', async () => {
    const double = createBridgeDouble(STATE, {})
    const store = createAppStore(double.bridge)
    store.start()
    await settled()
    double.emit('stateChanged', { revision: 1, changes: version('stale') })
    expect(nameOf(store)).toBe(STATE.app.version)
  })

  test('hears nothing after it was stopped', async () => {
    const double = createBridgeDouble(STATE, {})
    const store = createAppStore(double.bridge)
    const stop = store.start()
    await settled()
    stop()
    double.patch(version('2'))
    expect(nameOf(store)).toBe(STATE.app.version)
  })
})
