import { useRef } from 'react'
import type { ConnectionSummary } from '../../../src/contract/app-state'
import { useAction } from '../../bridge/use-action'
import { useBridge } from '../../bridge/services'
import { Button, LinkButton } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { Failure } from '../../components/failure'
import { TextField } from '../../components/text-field'
import { useText } from '../../i18n/text'

interface ReplaceKeyProps {
  readonly connection: ConnectionSummary
  readonly open: boolean
  readonly onClose: () => void
  readonly onDone: () => void
}

/** A new key for a connection. It is tested first; until it works the old one stays. */
export function ReplaceKey({ connection, open, onClose, onDone }: ReplaceKeyProps) {
  const t = useText()
  const bridge = useBridge()
  const action = useAction()
  const help = useAction()
  // Read from the field when it is needed: the key never becomes part of the window's state.
  const field = useRef<HTMLInputElement>(null)

  const close = () => {
    action.clear()
    onClose()
  }
  const submit = () => {
    const apiKey = field.current?.value.trim() ?? ''
    if (apiKey === '') {
      field.current?.focus()
      return
    }
    void action.run(() => bridge.replaceKey({ connectionId: connection.id, apiKey })).then((done) => {
      if (!done) return
      if (field.current !== null) field.current.value = ''
      close()
      onDone()
    })
  }
  return (
    <Dialog title={t('replace.title', { name: connection.name })} open={open} onClose={close}>
      <p className="muted">{t('replace.about')}</p>
      <form
        className="stack-small"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <TextField label={t('field.apiKey')} type="password" name="api-key" ref={field} autoFocus maxLength={512} autoComplete="off" />
        <p className="small">
          <LinkButton onClick={() => void help.run(() => bridge.openExternal({ link: 'odoo_keys', connectionId: connection.id }))}>{t('keys.open')}</LinkButton>
        </p>
        <Failure failure={action.failure} />
        <Failure failure={help.failure} />
        <div className="actions">
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button kind="primary" type="submit" pending={action.pending}>
            {t(action.pending ? 'replace.testing' : 'replace.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
