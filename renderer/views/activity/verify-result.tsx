import type { JournalVerdict } from '../../../src/contract/activity'
import { Button } from '../../components/button'
import { Message } from '../../components/message'
import { useText, type Text } from '../../i18n/text'

const TONES = { intact: 'ok', partial: 'warn', broken: 'bad', locked: 'warn' } as const

function found({ broken, counts }: JournalVerdict, t: Text): string {
  if (broken === undefined) return t('verify.rows', { ...counts })
  const { kind, from, to } = broken
  return t(`verify.${kind}`, { count: to - from + 1, from: String(from), to: String(to) })
}

/** What checking the chain has found, where, and what that means. */
export function VerifyResult({ verdict, onClose }: { readonly verdict: JournalVerdict; readonly onClose: () => void }) {
  const t = useText()
  return (
    <Message
      tone={TONES[verdict.status]}
      role={verdict.status === 'broken' ? 'alert' : 'status'}
      message={t(`verify.${verdict.status}`, { message: found(verdict, t) })}
      hint={t(`verify.${verdict.status}.hint`)}
    >
      <Button onClick={onClose}>{t('action.close')}</Button>
    </Message>
  )
}
