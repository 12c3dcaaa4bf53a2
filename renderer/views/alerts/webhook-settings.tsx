import { Send, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Card } from '../../components/card'
import { CopyField } from '../../components/copy-field'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { SwitchRow } from '../../components/switch-row'
import { TextField } from '../../components/text-field'
import { useFormats, useText } from '../../i18n/text'
import './alerts.css'

/** Where alerts are sent besides this computer: nowhere, until an address stands here. */
export function WebhookSettings() {
  const t = useText()
  const formats = useFormats()
  const bridge = useBridge()
  const { webhook } = useAppState().settings
  const action = useAction()
  const [url, setUrl] = useState(webhook?.url ?? '')
  const [caFile, setCaFile] = useState(webhook?.caFile ?? '')
  const [isPrivateAllowed, setPrivateAllowed] = useState(webhook?.network === 'any')
  const [secret, setSecret] = useState<string | null>(null)
  const [tested, setTested] = useState(false)

  const save = () =>
    action.run(async () => {
      setTested(false)
      setSecret(null)
      const result = await bridge.setWebhook({ url, network: isPrivateAllowed ? 'any' : 'internet', caFile })
      if (!result.ok) return result
      setSecret(result.secret)
      return { ok: true }
    })

  return (
    <Card title={t('webhook.title')}>
      <div className="rows">
        <form
          className="alert-form"
          aria-label={t('webhook.title')}
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          <p className="muted">{t('webhook.about')}</p>
          <TextField
            label={t('webhook.url')}
            placeholder="https://"
            value={url}
            onChange={(event) => {
              setUrl(event.currentTarget.value)
            }}
          />
          <TextField
            label={t('webhook.ca')}
            about={t('webhook.ca.about')}
            optional="optional"
            value={caFile}
            onChange={(event) => {
              setCaFile(event.currentTarget.value)
            }}
          />
          <SwitchRow label={t('webhook.private')} about={t('webhook.private.about')} checked={isPrivateAllowed} onChange={setPrivateAllowed} />
          <p className="muted small">{t('webhook.save.about')}</p>
          <div className="actions">
            <Button type="submit" kind={webhook === null ? 'primary' : 'plain'} disabled={url.trim() === ''} pending={action.pending}>
              {t(webhook === null ? 'webhook.set' : 'webhook.replace')}
            </Button>
            {webhook !== null && (
              <Button
                icon={<Send size={14} aria-hidden="true" />}
                pending={action.pending}
                onClick={() => {
                  setTested(false)
                  void action.run(() => bridge.testWebhook({})).then(setTested)
                }}
              >
                {t('webhook.test')}
              </Button>
            )}
            {webhook !== null && (
              <Button
                icon={<Trash2 size={14} aria-hidden="true" />}
                onClick={() => {
                  setSecret(null)
                  setTested(false)
                  void action.run(() => bridge.removeWebhook({}))
                }}
              >
                {t('webhook.remove')}
              </Button>
            )}
          </div>
          <Failure failure={action.failure} />
          {tested && <Message tone="ok" role="status" message={t('webhook.tested')} />}
          {secret !== null && (
            <Message tone="warn" role="status" message={t('webhook.secret')} hint={t('webhook.secret.hint')}>
              <CopyField label={t('webhook.secret.label')} text={secret} />
            </Message>
          )}
          {webhook?.last !== undefined && (
            <p className="muted small">
              {t(`delivery.${webhook.last.outcome}`, { time: formats.moment(webhook.last.at) })} {webhook.waiting > 0 && t('webhook.waiting', { count: webhook.waiting })}
            </p>
          )}
        </form>
      </div>
    </Card>
  )
}
