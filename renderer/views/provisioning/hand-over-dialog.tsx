import { useEffect, useState } from 'react'
import type { NotTold } from '../../../src/contract/access'
import type { ConnectionSummary } from '../../../src/contract/app-state'
import type { ProvisionFile } from '../../../src/contract/provisioning'
import { useAction } from '../../bridge/use-action'
import { useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { Skeleton } from '../../components/skeleton'
import { TextField } from '../../components/text-field'
import { useText } from '../../i18n/text'
import './provisioning.css'

interface HandOverDialogProps {
  readonly connection: ConnectionSummary
  readonly open: boolean
  readonly onClose: () => void
}

/** A connection as a file for somebody else. The whole file is shown before it is written. */
export function HandOverDialog({ connection, open, onClose }: HandOverDialogProps) {
  const t = useText()
  return (
    <Dialog title={t('handOver.title', { name: connection.name })} open={open} onClose={onClose} size="wide">
      <HandOver connection={connection} onClose={onClose} />
    </Dialog>
  )
}

function HandOver({ connection, onClose }: Omit<HandOverDialogProps, 'open'>) {
  const t = useText()
  const bridge = useBridge()
  const action = useAction()
  const [typed, setTyped] = useState(connection.login)
  const [made, setMade] = useState<ProvisionFile | NotTold | null>(null)
  const login = typed.trim()

  useEffect(() => {
    if (login === '') return
    let isWanted = true
    const take = (file: ProvisionFile | NotTold) => {
      if (isWanted) setMade(file)
    }
    bridge.getProvisionFile({ connectionId: connection.id, login }).then(take, () => {
      take({ ok: false, message: t('failure.message'), hint: t('failure.hint') })
    })
    return () => {
      isWanted = false
    }
  }, [bridge, connection.id, login, t])

  const save = () => {
    if (login === '') return
    void action.run(() => bridge.saveProvisionFile({ connectionId: connection.id, login })).then((done) => {
      if (done) onClose()
    })
  }
  return (
    <form
      className="provision"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <p className="muted">{t('handOver.about')}</p>
      <TextField
        label={t('handOver.login')}
        name="login"
        value={typed}
        maxLength={256}
        about={t('handOver.login.about')}
        wrong={login === '' ? t('fault.login') : undefined}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value)
        }}
      />
      {made === null ? <Skeleton lines={6} /> : made.ok ? (
        <pre className="provision-file" tabIndex={0} role="region" aria-label={t('handOver.file')}>
          {made.text}
        </pre>
      ) : (
        <Message tone="bad" role="alert" message={made.message} hint={made.hint} />
      )}
      <Failure failure={action.failure} />
      <div className="actions">
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        {made?.ok !== false && (
          <Button kind="primary" type="submit" pending={action.pending}>
            {t('handOver.save')}
          </Button>
        )}
      </div>
    </form>
  )
}
