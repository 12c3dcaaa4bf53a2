import type { ProvisionRefusal } from '../../../src/contract/provisioning'
import { useAppState, useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { Message } from '../../components/message'
import { useText } from '../../i18n/text'
import { Offer } from './offer'
import './provisioning.css'

/** What a connection file would do, in front of everything else, until the user accepts it or not. */
export function ProvisionDialog() {
  const t = useText()
  const bridge = useBridge()
  const { provision } = useAppState()
  const dismiss = () => {
    // The state says when it is gone.
    bridge.dismissProvision({}).catch(() => undefined)
  }
  if (provision === null) return null
  if (provision.kind === 'refused') return <Refusal refusal={provision} onClose={dismiss} />
  const title = provision.existing === null ? t('provision.title.new', { host: new URL(provision.url).host }) : t('provision.title.update', { name: provision.existing.name })
  return (
    <Dialog title={title} open onClose={dismiss} role="alertdialog" size="wide">
      <Offer offer={provision} onCancel={dismiss} />
    </Dialog>
  )
}

function Refusal({ refusal, onClose }: { readonly refusal: ProvisionRefusal; readonly onClose: () => void }) {
  const t = useText()
  const { fileName, message, hint, line, column } = refusal
  return (
    <Dialog title={t('provision.title.refused')} open onClose={onClose}>
      <p className="muted">
        {line === undefined || column === undefined ? t('provision.file', { file: fileName }) : t('provision.file.place', { file: fileName, line, column })}
      </p>
      <Message tone="bad" message={message} hint={hint} />
      <p className="muted">{t('provision.refused.nothing')}</p>
      <div className="actions">
        <Button kind="primary" autoFocus onClick={onClose}>
          {t('action.close')}
        </Button>
      </div>
    </Dialog>
  )
}
