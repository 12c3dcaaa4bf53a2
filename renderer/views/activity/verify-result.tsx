import type { JournalVerdict } from '../../../src/contract/activity'
import { Button } from '../../components/button'
import { Message } from '../../components/message'
import { useText } from '../../i18n/text'

const TONES = { intact: 'ok', partial: 'warn', broken: 'bad', locked: 'warn' } as const

/** What checking the chain has found, where, and what that means. */
export function VerifyResult({ verdict, onClose }: { readonly verdict: JournalVerdict; readonly onClose: () => void }) {
  const t = useText()
  return (
    <Message
      tone={TONES[verdict.status]}
      role={verdict.status === 'broken' ? 'alert' : 'status'}
      message={verdict.status === 'locked' ? verdict.message : t(`verify.${verdict.status}`, { message: verdict.message })}
      hint={t(`verify.${verdict.status}.hint`)}
    >
      <Button onClick={onClose}>{t('action.close')}</Button>
    </Message>
  )
}
