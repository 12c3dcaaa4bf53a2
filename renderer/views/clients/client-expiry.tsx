import { useRef, useState } from 'react'
import type { ClientSummary } from '../../../src/contract/client-keys'
import { useAction } from '../../bridge/use-action'
import { useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { Failure } from '../../components/failure'
import { TextField } from '../../components/text-field'
import { useText } from '../../i18n/text'
import { endOfDay } from './day-field'

interface ClientExpiryProps {
  readonly client: ClientSummary
  readonly open: boolean
  readonly onClose: () => void
}

/** The last day on which a client is let in, or none. */
export function ClientExpiry({ client: { id, name, expiresAt }, open, onClose }: ClientExpiryProps) {
  const t = useText()
  const bridge = useBridge()
  const action = useAction()
  const field = useRef<HTMLInputElement>(null)
  const [wrong, setWrong] = useState(false)
  const close = () => {
    action.clear()
    setWrong(false)
    onClose()
  }
  const send = (until: string | null) => {
    void action.run(() => bridge.setClientExpiry({ clientId: id, expiresAt: until })).then((done) => {
      if (done) close()
    })
  }
  return (
    <Dialog title={t('clientExpiry.title', { name })} open={open} onClose={close}>
      <p className="muted">{t('clientExpiry.about')}</p>
      <form
        className="key-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          const until = endOfDay(field.current?.value ?? '')
          setWrong(until === null)
          if (until === null) field.current?.focus()
          else send(until)
        }}
      >
        <TextField label={t('clientExpiry.field')} type="date" name="client-expires-on" ref={field} autoFocus wrong={wrong ? t('clientExpiry.wrong') : undefined} />
        <Failure failure={action.failure} />
        <div className="actions">
          <Button onClick={close}>{t('action.cancel')}</Button>
          {expiresAt !== undefined && (
            <Button
              pending={action.pending}
              onClick={() => {
                send(null)
              }}
            >
              {t('clientExpiry.none')}
            </Button>
          )}
          <Button kind="primary" type="submit" pending={action.pending}>
            {t('clientExpiry.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
