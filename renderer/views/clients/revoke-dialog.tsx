import { useEffect, useState } from 'react'
import type { ClientSummary } from '../../../src/contract/client-keys'
import type { ClientPlan } from '../../../src/contract/requests'
import { useBridge } from '../../bridge/services'
import { ConfirmDialog } from '../../components/confirm-dialog'
import { Message } from '../../components/message'
import { Skeleton } from '../../components/skeleton'
import { useText } from '../../i18n/text'
import { Diff } from './diff'

interface RevokeDialogProps {
  readonly client: ClientSummary
  /** Whether Vitrine writes this client's configuration: then its entry goes as well. */
  readonly entry: 'ours' | 'none'
  readonly open: boolean
  readonly onClose: () => void
}

/** Takes a client's key back, and its entry out of its configuration, after both were shown. */
export function RevokeDialog({ client: { id, name, openSessions }, entry, open, onClose }: RevokeDialogProps) {
  const t = useText()
  const bridge = useBridge()
  return (
    <ConfirmDialog title={t('revoke.title', { name })} confirm={t('revoke.confirm')} open={open} onClose={onClose} onConfirm={() => bridge.revokeClient({ clientId: id })}>
      <p>{t(entry === 'ours' ? 'revoke.about.listed' : 'revoke.about', { name, sessions: openSessions })}</p>
      {entry === 'ours' && <EntryToRemove clientId={id} name={name} />}
    </ConfirmDialog>
  )
}

function EntryToRemove({ clientId, name }: { readonly clientId: string; readonly name: string }) {
  const t = useText()
  const bridge = useBridge()
  const [plan, setPlan] = useState<ClientPlan | 'failed' | null>(null)
  useEffect(() => {
    bridge.planClient({ clientId, action: 'unregister' }).then(setPlan, () => {
      setPlan('failed')
    })
  }, [bridge, clientId])
  if (plan === null) return <Skeleton lines={3} />
  if (plan === 'failed') return <Message tone="warn" message={t('revoke.stays', { name })} />
  switch (plan.kind) {
    case 'unchanged':
      return <p className="muted">{t('revoke.absent', { name })}</p>
    case 'change':
      return (
        <>
          <p className="muted">{t('revoke.entry')}</p>
          <p className="technical">{plan.path}</p>
          <Diff lines={plan.diff} />
        </>
      )
    default:
      return <Message tone="warn" message={t('revoke.stays', { name })} hint={t('revoke.stays.hint', { path: plan.path })} />
  }
}
