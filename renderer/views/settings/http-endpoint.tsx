import { HTTP_PORTS } from '../../../src/contract/http'
import type { SettingsChange } from '../../../src/contract/requests'
import { useAppState } from '../../bridge/services'
import { Card } from '../../components/card'
import { CopyField } from '../../components/copy-field'
import { Message } from '../../components/message'
import { SwitchRow } from '../../components/switch-row'
import { useText } from '../../i18n/text'
import { NumberSetting } from './number-setting'

/** The way in for clients that cannot start the relay: whether it is open, where, and what that means. */
export function HttpEndpoint({ onChange }: { readonly onChange: (change: SettingsChange) => void }) {
  const t = useText()
  const { settings, http } = useAppState()
  const { enabled, port } = settings.http
  return (
    <Card title={t('http.title')}>
      <div className="rows">
        <SwitchRow
          label={t('http.switch')}
          about={t(enabled ? 'http.switch.on' : 'http.switch.off')}
          checked={enabled}
          onChange={(isOn) => {
            onChange({ http: { enabled: isOn } })
          }}
        />
        {http.state === 'listening' && (
          <div className="setting-block">
            <span>{t('http.address')}</span>
            <CopyField label={t('http.address')} text={http.address} />
            <p className="muted small">{t('http.address.about')}</p>
          </div>
        )}
        {http.state === 'port_taken' && (
          <div>
            <Message tone="bad" role="status" message={t('http.taken', { port: String(port) })} hint={t('http.taken.hint')} />
          </div>
        )}
        {http.state === 'failed' && (
          <div>
            <Message tone="bad" role="status" message={t('http.failed')} hint={t('http.failed.hint')} />
          </div>
        )}
        {enabled && (
          <NumberSetting
            label={t('http.port')}
            about={t('http.port.about')}
            wrong={t('http.port.wrong', { lowest: String(HTTP_PORTS.lowest), highest: String(HTTP_PORTS.highest) })}
            value={port}
            lowest={HTTP_PORTS.lowest}
            highest={HTTP_PORTS.highest}
            onChange={(value) => {
              onChange({ http: { port: value } })
            }}
          />
        )}
      </div>
    </Card>
  )
}
