import { useRef, useState } from 'react'
import type { ConnectionSummary } from '../../../src/contract/app-state'
import { useAction } from '../../bridge/use-action'
import { useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { Failure } from '../../components/failure'
import { TextField } from '../../components/text-field'
import { useText } from '../../i18n/text'

interface ExpiryDialogProps {
  readonly connection: ConnectionSummary
  readonly open: boolean
  readonly onClose: () => void
}

/** The user says when the key ends, where Odoo cannot tell or does not know which key it is. */
export function ExpiryDialog({ connection, open, onClose }: ExpiryDialogProps) {
  const t = useText()
  const bridge = useBridge()
  const action = useAction()
  const field = useRef<HTMLInputElement>(null)
  const [wrong, setWrong] = useState(false)
  const { id, name, keyExpiry } = connection
  const isOwnWord = keyExpiry?.kind === 'on' && keyExpiry.certainty === 'user'

  const close = () => {
    action.clear()
    setWrong(false)
    onClose()
  }
  const send = (expiresAt: string | null) => {
    void action.run(() => bridge.setKeyExpiry({ connectionId: id, expiresAt })).then((done) => {
      if (done) close()
    })
  }
  const submit = () => {
    // The whole of that day still counts, on the clock of this computer.
    const end = new Date(`${field.current?.value ?? ''}T23:59:59`)
    if (Number.isNaN(end.getTime())) {
      setWrong(true)
      field.current?.focus()
      return
    }
    send(end.toISOString())
  }
  return (
    <Dialog title={t('expiry.title', { name })} open={open} onClose={close}>
      <p className="muted">{t('expiry.about')}</p>
      <form
        className="stack-small"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <TextField label={t('expiry.field')} type="date" name="expires-on" ref={field} autoFocus wrong={wrong ? t('expiry.wrong') : undefined} />
        <Failure failure={action.failure} />
        <div className="actions">
          <Button onClick={close}>{t('action.cancel')}</Button>
          {isOwnWord && (
            <Button
              pending={action.pending}
              onClick={() => {
                send(null)
              }}
            >
              {t('expiry.forget')}
            </Button>
          )}
          <Button kind="primary" type="submit" pending={action.pending}>
            {t('expiry.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
