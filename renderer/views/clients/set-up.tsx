import { useEffect, useState } from 'react'
import type { ClientSummary, ClientTransport } from '../../../src/contract/client-keys'
import type { ClientSnippets } from '../../../src/contract/registration'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { CopyText } from '../../components/copy-text'
import { Dialog } from '../../components/dialog'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { Skeleton } from '../../components/skeleton'
import { useText } from '../../i18n/text'

interface SetUpDialogProps {
  readonly client: ClientSummary
  readonly open: boolean
  readonly onClose: () => void
}

/** The text that a client needs whose configuration Vitrine does not write, at any later time. */
export function SetUpDialog({ client: { id, name, transport }, open, onClose }: SetUpDialogProps) {
  const t = useText()
  return (
    <Dialog title={t('setUp.title', { name })} open={open} onClose={onClose} size="wide">
      <SetUp clientId={id} transport={transport} />
      <div className="actions">
        <Button onClick={onClose}>{t('action.close')}</Button>
      </div>
    </Dialog>
  )
}

/** What to paste into a client's configuration. It holds no key. */
export function SetUp({ clientId, transport }: { readonly clientId: string; readonly transport: ClientTransport }) {
  const t = useText()
  const bridge = useBridge()
  const [snippets, setSnippets] = useState<ClientSnippets | 'failed' | null>(null)
  useEffect(() => {
    bridge.getSnippets({ clientId }).then(setSnippets, () => {
      setSnippets('failed')
    })
  }, [bridge, clientId])
  if (snippets === null) return <Skeleton lines={4} />
  if (snippets === 'failed') return <Message tone="bad" role="alert" message={t('failure.message')} hint={t('failure.hint')} />
  const text = transport === 'http' ? snippets.http : snippets.stdio
  return (
    <div className="key-form">
      {transport === 'http' && <EndpointOff />}
      <p className="muted">{t(`setUp.about.${transport}`)}</p>
      {text === null ? <Message tone="bad" message={t('setUp.noRelay')} hint={t('setUp.noRelay.hint')} /> : <CopyText label={t('setUp.text')} text={text} />}
      <p className="muted small">{t(`setUp.names.${transport}`)}</p>
    </div>
  )
}

/** A key for HTTP opens nothing while the address is closed. */
function EndpointOff() {
  const t = useText()
  const bridge = useBridge()
  const { http } = useAppState()
  const action = useAction()
  if (http.state === 'listening') return null
  if (http.state !== 'off') return <Message tone="bad" message={t('setUp.closed')} hint={t('setUp.closed.hint')} />
  return (
    <>
      <Message tone="warn" message={t('setUp.off')} hint={t('setUp.off.hint')}>
        <Button pending={action.pending} onClick={() => void action.run(() => bridge.changeSettings({ change: { http: { enabled: true } } }))}>
          {t('setUp.on')}
        </Button>
      </Message>
      <Failure failure={action.failure} />
    </>
  )
}
