import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Card } from '../../components/card'
import { Failure } from '../../components/failure'
import { SwitchRow } from '../../components/switch-row'
import { ViewHead } from '../../components/view-head'
import type { SettingsChange } from '../../../src/contract/requests'
import { useText } from '../../i18n/text'
import { AlertSettings } from '../alerts/alert-settings'
import { WebhookSettings } from '../alerts/webhook-settings'
import { SetUp } from '../onboarding/set-up'
import { About } from './about'
import { ActivitySettings } from './activity-settings'
import { HttpEndpoint } from './http-endpoint'
import { LanguageSetting } from './language-setting'
import { MasterKey } from './master-key'
import { Notices } from './notices'
import { Privacy } from './privacy'
import { ThemeChoice } from './theme-choice'
import './settings.css'

/** Settings, with About and Privacy below them. Every change holds at once; there is nothing to save. */
export function SettingsView() {
  const t = useText()
  const bridge = useBridge()
  const { settings } = useAppState()
  const action = useAction()
  const change = (what: SettingsChange) => void action.run(() => bridge.changeSettings({ change: what }))
  return (
    <div className="view-body">
      <ViewHead title={t('settings.title')}>
        <p>{t('settings.about')}</p>
      </ViewHead>
      <Failure failure={action.failure} />
      <div className="columns settings-columns">
        <div className="stack">
          <Card title={t('settings.general')}>
            <div className="rows">
              <SwitchRow
                label={t('settings.login')}
                about={t('settings.login.about')}
                checked={settings.startAtLogin}
                onChange={(startAtLogin) => {
                  change({ startAtLogin })
                }}
              />
              <SwitchRow
                label={t('settings.notifications')}
                about={t('settings.notifications.about')}
                checked={settings.notifications}
                onChange={(notifications) => {
                  change({ notifications })
                }}
              />
              <LanguageSetting
                language={settings.language}
                onChange={(language) => {
                  change({ language })
                }}
              />
              <div className="setting">
                <div>
                  <p>{t('settings.setUp')}</p>
                  <p className="muted small">{t('settings.setUp.about')}</p>
                </div>
                <SetUp kind="plain" />
              </div>
              <ThemeChoice
                theme={settings.theme}
                onChange={(theme) => {
                  change({ theme })
                }}
              />
            </div>
          </Card>
          <HttpEndpoint onChange={change} />
          <ActivitySettings onChange={change} />
          <MasterKey />
          <Notices />
        </div>
        <div className="stack">
          <AlertSettings onChange={change} />
          <WebhookSettings />
          <Privacy />
          <About />
        </div>
      </div>
    </div>
  )
}
