import type { AppState } from '../../src/contract/app-state'
import { NOTIFICATION_NAMES, REQUEST_NAMES } from '../../src/contract/channels'
import { requests, type ArgsOf, type Bridge, type Notifications, type RequestName, type ResultOf } from '../../src/contract/requests'

export type Answers = { [Name in RequestName]?: (args: ArgsOf<Name>) => ResultOf<Name> | Promise<ResultOf<Name>> }

export interface Call {
  readonly name: RequestName
  readonly args: unknown
}

export interface BridgeDouble {
  readonly bridge: Bridge
  /** Every request in the order it was made, with its arguments. */
  readonly calls: Call[]
  readonly callsOf: <Name extends RequestName>(name: Name) => ArgsOf<Name>[]
  /** Replaces how requests are answered from now on. */
  readonly answer: (answers: Answers) => void
  readonly emit: <Name extends keyof Notifications>(name: Name, value: Notifications[Name]) => void
  /** Changes the state as the main process would, with the next revision. */
  readonly patch: (changes: Partial<AppState>) => void
}

/**
 * `window.vitrine` for tests, derived from the contract: every request exists, its arguments are checked as the main
 * process checks them, and a request without an answer fails aloud.
 */
export function createBridgeDouble(state: AppState, first: Answers): BridgeDouble {
  const calls: Call[] = []
  const listeners = new Map<keyof Notifications, Set<(value: never) => void>>(NOTIFICATION_NAMES.map((name) => [name, new Set()]))
  let answers: Answers = first
  let current = state
  let revision = 1

  function emit<Name extends keyof Notifications>(name: Name, value: Notifications[Name]) {
    for (const listener of listeners.get(name) ?? []) (listener as (value: Notifications[Name]) => void)(value)
  }

  async function ask<Name extends RequestName>(name: Name, args: ArgsOf<Name>): Promise<ResultOf<Name>> {
    const checked = requests[name].args.parse(args) as ArgsOf<Name>
    calls.push({ name, args: checked })
    const answer: ((args: ArgsOf<Name>) => ResultOf<Name> | Promise<ResultOf<Name>>) | undefined = answers[name]
    if (answer !== undefined) return answer(checked)
    if (name === 'getSnapshot') return { revision, state: current } as ResultOf<Name>
    throw new Error(`The bridge double has no answer for ${name}`)
  }

  const methods = Object.fromEntries(REQUEST_NAMES.map((name) => [name, (args: never) => ask(name, args)]))
  const bridge = {
    ...methods,
    on(name: keyof Notifications, listener: (value: never) => void) {
      listeners.get(name)?.add(listener)
      return () => {
        listeners.get(name)?.delete(listener)
      }
    },
  } as unknown as Bridge

  return {
    bridge,
    calls,
    callsOf: (name) => calls.filter((call) => call.name === name).map((call) => call.args as never),
    answer(more) {
      answers = { ...answers, ...more }
    },
    emit,
    patch(changes) {
      revision += 1
      current = { ...current, ...changes }
      emit('stateChanged', { revision, changes })
    },
  }
}
