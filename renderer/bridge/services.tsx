import { createContext, useContext, useSyncExternalStore, type ReactNode } from 'react'
import type { AppState } from '../../src/contract/app-state'
import type { Bridge } from '../../src/contract/requests'
import type { AppStore, AppStoreView } from './app-store'

/** What the window is given by its composition root; everything else in renderer/ takes it from here. */
export interface Services {
  readonly bridge: Bridge
  readonly appStore: AppStore
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

const ServicesContext = createContext<Services | null>(null)
const StateContext = createContext<AppState | null>(null)

export function ServicesProvider({ services, children }: { services: Services; children: ReactNode }) {
  return <ServicesContext value={services}>{children}</ServicesContext>
}

export function StateProvider({ state, children }: { state: AppState; children: ReactNode }) {
  return <StateContext value={state}>{children}</StateContext>
}

export function useServices(): Services {
  const services = useContext(ServicesContext)
  if (services === null) throw new Error('ServicesProvider is missing above this component')
  return services
}

export function useBridge(): Bridge {
  return useServices().bridge
}

export function useStoreView(): AppStoreView {
  const { appStore } = useServices()
  return useSyncExternalStore(appStore.subscribe, appStore.read)
}

/** The application's state; only below `StateProvider`, that is in every view. */
export function useAppState(): AppState {
  const state = useContext(StateContext)
  if (state === null) throw new Error('StateProvider is missing above this component')
  return state
}
