import { useCallback, useEffect, useRef, type ComponentProps } from 'react'
import type { AppState } from '../src/contract/app-state'
import type { ViewName } from '../src/contract/requests'
import { spokenLanguage } from '../src/i18n/languages'
import type { Catalogue } from '../src/i18n/sentence'
import { ServicesProvider, StateProvider, useBridge, useServices, useStoreView, type Services } from './bridge/services'
import { Button } from './components/button'
import { ErrorBoundary } from './components/error-boundary'
import { Message } from './components/message'
import { Skeleton } from './components/skeleton'
import { Language } from './i18n/language'
import { useText } from './i18n/text'
import { ConsentPanel } from './shell/consent-panel'
import { NavigationProvider, useNavigation } from './shell/navigation'
import { Sidebar } from './shell/sidebar'
import { useTheme } from './shell/theme'
import { useHeadingFocus } from './shell/use-heading-focus'
import { useShortcuts } from './shell/use-shortcuts'
import { AccessView } from './views/access/access-view'
import { ActivityView } from './views/activity/activity-view'
import { ClientsView } from './views/clients/clients-view'
import { ConnectionsView } from './views/connections/connections-view'
import { OverviewView } from './views/overview/overview-view'
import { useFileDrop } from './views/provisioning/offer-file'
import { ProvisionDialog } from './views/provisioning/provision-dialog'
import { SettingsView } from './views/settings/settings-view'

interface AppProps {
  readonly services: Services
  /** IANA zone for times; the system's where it is absent. */
  readonly timeZone?: string
  readonly firstView?: ViewName
  /** Takes the place of every language's own sentences. */
  readonly catalogue?: Catalogue | undefined
}

export function App({ services, timeZone, firstView, catalogue }: AppProps) {
  return (
    <ServicesProvider services={services}>
      <Spoken timeZone={timeZone} catalogue={catalogue}>
        <NavigationProvider first={firstView}>
          <Loaded />
        </NavigationProvider>
      </Spoken>
    </ServicesProvider>
  )
}

/** Speaks the language of the settings; until they are there, what the browser was started with. */
function Spoken({ children, ...rest }: Omit<ComponentProps<typeof Language>, 'spoken'>) {
  const view = useStoreView()
  const languages = view.status === 'ready' ? view.state.app.languages : navigator.languages
  const choice = view.status === 'ready' ? view.state.settings.language : 'system'
  return (
    <Language spoken={spokenLanguage(choice, languages)} {...rest}>
      {children}
    </Language>
  )
}

function Loaded() {
  const t = useText()
  const view = useStoreView()
  const { appStore } = useServices()
  useTheme(view.status === 'ready' ? view.state.settings.theme : 'system')
  if (view.status === 'ready') return <Window state={view.state} />
  return (
    <main className="view">
      <div className="view-body">
        {view.status === 'loading' ? (
          <>
            <h1 className="visually-hidden">{t('app.name')}</h1>
            <Skeleton lines={6} />
          </>
        ) : (
          <>
            <h1>{t('unreached.title')}</h1>
            <Message tone="bad" role="alert" message={t('unreached.message')} hint={t('unreached.hint')}>
              <Button onClick={appStore.reload}>{t('action.tryAgain')}</Button>
            </Message>
          </>
        )}
      </div>
    </main>
  )
}

const VIEW_COMPONENTS = {
  overview: OverviewView,
  activity: ActivityView,
  access: AccessView,
  clients: ClientsView,
  connections: ConnectionsView,
  settings: SettingsView,
} as const satisfies Record<ViewName, () => unknown>

function Window({ state }: { readonly state: AppState }) {
  const t = useText()
  const bridge = useBridge()
  const navigation = useNavigation()
  const { view, visit, go } = navigation
  const main = useRef<HTMLElement>(null)
  const panel = useRef<HTMLElement>(null)
  const View = VIEW_COMPONENTS[view]
  useShortcuts(navigation)
  useHeadingFocus(main, visit)
  useFileDrop()

  const title = t('app.title', { view: t(`view.${view}`) })
  useEffect(() => {
    document.title = title
  }, [title])
  useEffect(
    () =>
      bridge.on('viewRequested', (name) => {
        if (name === 'question') panel.current?.focus()
        else go(name)
      }),
    [bridge, go],
  )

  const focusView = useCallback(() => {
    main.current?.querySelector<HTMLElement>('h1')?.focus()
  }, [])

  return (
    <StateProvider state={state}>
      <div className="window">
        <Sidebar />
        <div className="window-part">
          <ConsentPanel panel={panel} onDone={focusView} />
          <main className="view" ref={main} key={visit}>
            <ErrorBoundary>
              <View />
            </ErrorBoundary>
          </main>
        </div>
      </div>
      <ProvisionDialog />
    </StateProvider>
  )
}
