import { act, render, screen } from '@testing-library/react'
import { userEvent, type UserEvent } from '@testing-library/user-event'
import { StrictMode } from 'react'
import { App } from '../../renderer/app'
import { createAppStore } from '../../renderer/bridge/app-store'
import type { AppState } from '../../src/contract/app-state'
import type { Catalogue } from '../../src/i18n/sentence'
import type { Notifications, ViewName } from '../../src/contract/requests'
import { createBridgeDouble, type Answers, type BridgeDouble } from './bridge-double'
import { ANSWERS, NOW, STATE } from './fixtures'

export interface Shown {
  readonly double: BridgeDouble
  readonly user: UserEvent
  /** The notifications of the double, with React told to wait for what they change. */
  readonly emit: <Name extends keyof Notifications>(name: Name, value: Notifications[Name]) => void
  readonly patch: (changes: Partial<AppState>) => void
}

interface ShowOptions {
  readonly view?: ViewName
  readonly state?: AppState
  readonly answers?: Answers
  /** The clock of the window; it stands at `NOW` otherwise. */
  readonly now?: () => number
  /** Takes the place of English. */
  readonly catalogue?: Catalogue
}

/** Shows the whole window on a bridge double, without waiting for anything. */
export function showLoading({ view = 'overview', state = STATE, answers = {}, now = () => NOW, catalogue }: ShowOptions = {}): Shown {
  const double = createBridgeDouble(state, { ...ANSWERS, ...answers })
  const appStore = createAppStore(double.bridge)
  appStore.start()
  render(
    <StrictMode>
      <App services={{ bridge: double.bridge, appStore, now }} timeZone="UTC" firstView={view} catalogue={catalogue} />
    </StrictMode>,
  )
  return {
    double,
    user: userEvent.setup(),
    emit(name, value) {
      act(() => {
        double.emit(name, value)
      })
    },
    patch(changes) {
      act(() => {
        double.patch(changes)
      })
    },
  }
}

/** The same, once the state is there. */
export async function show(options: ShowOptions = {}): Promise<Shown> {
  const shown = showLoading(options)
  await screen.findAllByRole('navigation')
  return shown
}

/** An answer that a test gives when it wants to. */
export function later<Value>(): { readonly promise: Promise<Value>; readonly answer: (value: Value) => Promise<void> } {
  let resolve: (value: Value) => void = () => undefined
  const promise = new Promise<Value>((done) => {
    resolve = done
  })
  return {
    promise,
    async answer(value) {
      await act(async () => {
        resolve(value)
        await promise
      })
    },
  }
}
