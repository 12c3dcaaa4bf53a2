import '@fontsource-variable/inter/wght.css'
import '../../../renderer/styles/index.css'
import { createRoot } from 'react-dom/client'
import { App } from '../../../renderer/app'
import { createAppStore } from '../../../renderer/bridge/app-store'
import { createBridgeDouble } from '../../component/bridge-double'
import { NOW } from '../../component/fixtures'
import { Language } from '../../../renderer/i18n/language'
import { useTheme } from '../../../renderer/shell/theme'
import { LANGUAGE_CHOICES } from '../../../src/i18n/languages'
import { pseudoCatalogue } from '../pseudo'
import { BUSY } from './busy-scene'
import { Gallery } from './gallery'
import { LIVE } from './live-scene'
import { SCENES } from './scenes'

/** Shows the window with a bridge double in place of the application: `?scene=` names a scene, `busy` the one that is measured and not pictured, `live` the one that moves, `gallery` the components by themselves. */
const parameters = new URLSearchParams(location.search)
const name = parameters.get('scene') ?? ''
const scene = { ...SCENES, busy: BUSY, live: LIVE }[name]
const root = document.getElementById('root')
const language = LANGUAGE_CHOICES.find((one) => one === parameters.get('language')) ?? 'en'
const catalogue = parameters.get('language') === 'pseudo' ? pseudoCatalogue() : undefined
if (scene !== undefined && root !== null) {
  const double = createBridgeDouble({ ...scene.state, settings: { ...scene.state.settings, language } }, scene.answers)
  const appStore = createAppStore(double.bridge)
  appStore.start()
  createRoot(root).render(<App services={{ bridge: double.bridge, appStore, now: () => NOW }} timeZone="UTC" firstView={scene.view} catalogue={catalogue} />)
  scene.after?.(double)
}

if (name === 'gallery' && root !== null) {
  createRoot(root).render(
    <Language timeZone="UTC">
      <ThemedGallery />
    </Language>,
  )
}

function ThemedGallery() {
  useTheme('system')
  return <Gallery />
}

/** For the script that takes the pictures. */
Object.assign(globalThis, { previewScenes: { gallery: [], ...Object.fromEntries(Object.entries(SCENES).map(([id, { steps }]) => [id, steps ?? []])) } })
