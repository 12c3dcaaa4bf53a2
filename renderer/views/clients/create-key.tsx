import { useRef, useState } from 'react'
import { CLIENT_TRANSPORTS, type ClientTransport, type NewKey } from '../../../src/contract/client-keys'
import { useAction } from '../../bridge/use-action'
import { useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { TextField } from '../../components/text-field'
import { useText } from '../../i18n/text'
import { endOfDay } from './day-field'
import { SetUp } from './set-up'
import { ShownKey } from './shown-key'

interface CreateKeyProps {
  readonly open: boolean
  readonly onClose: () => void
}

/** A key for a client that Vitrine does not know: what it is called, how it comes in, and then what it needs. */
export function CreateKey({ open, onClose }: CreateKeyProps) {
  const t = useText()
  const [made, setMade] = useState<(NewKey & { readonly transport: ClientTransport }) | null>(null)
  const close = () => {
    setMade(null)
    onClose()
  }
  return (
    <Dialog title={t(made === null ? 'create.title' : 'create.done')} open={open} onClose={close} size={made === null ? 'usual' : 'wide'}>
      {made === null ? (
        <CreateForm
          onMade={setMade}
          onClose={close}
        />
      ) : (
        <>
          {made.key === undefined ? <Message tone="ok" role="status" message={t('create.done.relay')} hint={t('create.done.relay.hint')} /> : <ShownKey apiKey={made.key} />}
          <SetUp clientId={made.clientId} transport={made.transport} />
          <div className="actions">
            <Button kind="primary" onClick={close}>
              {t(made.key === undefined ? 'action.close' : 'shownKey.close')}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  )
}

interface CreateFormProps {
  readonly onMade: (made: NewKey & { readonly transport: ClientTransport }) => void
  readonly onClose: () => void
}

function CreateForm({ onMade, onClose }: CreateFormProps) {
  const t = useText()
  const bridge = useBridge()
  const action = useAction()
  const nameField = useRef<HTMLInputElement>(null)
  const dayField = useRef<HTMLInputElement>(null)
  const [transport, setTransport] = useState<ClientTransport>('relay')
  const [wrong, setWrong] = useState<'name' | null>(null)

  const submit = () => {
    const name = nameField.current?.value.trim() ?? ''
    setWrong(name === '' ? 'name' : null)
    if (name === '') {
      nameField.current?.focus()
      return
    }
    const expiresAt = endOfDay(dayField.current?.value ?? '') ?? undefined
    void action.run(async () => {
      const answer = await bridge.createClientKey({ name, transport, ...(expiresAt !== undefined && { expiresAt }) })
      if (answer.ok) onMade({ clientId: answer.clientId, key: answer.key, transport })
      return answer
    })
  }
  return (
    <form
      className="key-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <TextField label={t('create.name')} about={t('create.name.about')} name="client-name" ref={nameField} autoFocus maxLength={80} wrong={wrong === 'name' ? t('create.name.wrong') : undefined} />
      <fieldset className="choices">
        <legend>{t('create.transport')}</legend>
        {CLIENT_TRANSPORTS.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="transport"
              value={one}
              checked={transport === one}
              onChange={() => {
                setTransport(one)
              }}
            />
            <span>
              {t(`create.transport.${one}`)}
              <span className="muted small">{t(`create.transport.${one}.about`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <TextField label={t('clientExpiry.field')} optional="optional" about={t('create.expiry.about')} type="date" name="client-expires-on" ref={dayField} />
      <Failure failure={action.failure} />
      <div className="actions">
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button kind="primary" type="submit" pending={action.pending}>
          {t('create.submit')}
        </Button>
      </div>
    </form>
  )
}
