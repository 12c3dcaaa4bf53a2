// First, so that the views' own rules come after it.
import './styles/index.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import type { Bridge } from '../src/contract/requests'
import { App } from './app'
import { createAppStore } from './bridge/app-store'
import type { Services } from './bridge/services'

declare global {
  interface Window {
    /** Put there by the preload script; the only thing the window sees of the rest of the application. */
    readonly vitrine: Bridge
  }
}

const bridge = window.vitrine
const services: Services = { bridge, appStore: createAppStore(bridge), now: () => Date.now() }
services.appStore.start()

const root = document.getElementById('root')
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App services={services} />
    </StrictMode>,
  )
}
