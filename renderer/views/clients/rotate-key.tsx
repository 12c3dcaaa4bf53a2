import { useId, useState } from 'react'
import { GRACE_DAYS, USUAL_GRACE_DAYS, type ClientSummary, type GraceDays } from '../../../src/contract/client-keys'
import { useAction } from '../../bridge/use-action'
import { useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { useText } from '../../i18n/text'
import { ShownKey } from './shown-key'

interface RotateKeyProps {
  readonly client: ClientSummary
  readonly open: boolean
  readonly onClose: () => void
}

/** A new key for a client. For some days both work, so that nothing stands still until it is entered. */
export function RotateKey({ client, open, onClose }: RotateKeyProps) {
  const t = useText()
  return (
    <Dialog title={t('rotate.title', { name: client.name })} open={open} onClose={onClose}>
      <RotateForm client={client} onClose={onClose} />
    </Dialog>
  )
}

/** Lives as long as the dialog is open, and with it the key that is shown. */
function RotateForm({ client: { id, transport }, onClose }: Pick<RotateKeyProps, 'client' | 'onClose'>) {
  const t = useText()
  const bridge = useBridge()
  const action = useAction()
  const fieldId = useId()
  const [graceDays, setGraceDays] = useState<GraceDays>(USUAL_GRACE_DAYS)
  const [result, setResult] = useState<{ readonly key?: string | undefined } | null>(null)

  const rotate = () => {
    void action.run(async () => {
      const answer = await bridge.rotateClientKey({ clientId: id, graceDays })
      if (answer.ok) setResult({ key: answer.key })
      return answer
    })
  }
  if (result !== null) {
    return (
      <>
        {result.key === undefined ? <Message tone="ok" role="status" message={t('rotate.done')} hint={t('rotate.done.hint')} /> : <ShownKey apiKey={result.key} />}
        <div className="actions">
          <Button kind="primary" autoFocus={result.key === undefined} onClick={onClose}>
            {t(result.key === undefined ? 'action.close' : 'shownKey.close')}
          </Button>
        </div>
      </>
    )
  }
  return (
    <>
      <p className="muted">{t(`rotate.about.${transport}`)}</p>
      <div className="field">
        <label htmlFor={fieldId}>{t('rotate.grace')}</label>
        <select
          id={fieldId}
          className="select"
          value={graceDays}
          onChange={({ currentTarget: { value } }) => {
            setGraceDays(GRACE_DAYS.find((days) => String(days) === value) ?? USUAL_GRACE_DAYS)
          }}
        >
          {GRACE_DAYS.map((days) => (
            <option key={days} value={days}>
              {t('rotate.grace.days', { days })}
            </option>
          ))}
        </select>
      </div>
      <Failure failure={action.failure} />
      <div className="actions">
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button kind="primary" pending={action.pending} onClick={rotate}>
          {t('rotate.submit')}
        </Button>
      </div>
    </>
  )
}
