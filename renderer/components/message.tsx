import { CircleCheck, Info, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { isSilent, type Said } from '../../src/i18n/sentence'
import { useSaid } from '../i18n/text'

interface MessageProps {
  readonly tone: 'bad' | 'warn' | 'ok' | 'plain'
  readonly message: Said
  readonly hint?: Said
  /** `alert` interrupts a screen reader: for what just went wrong, not for what is always there. */
  readonly role?: 'alert' | 'status'
  readonly children?: ReactNode
}

const ICONS = { bad: OctagonAlert, warn: TriangleAlert, ok: CircleCheck, plain: Info }

/** One sentence, what to do about it, and the buttons that do it. */
export function Message({ tone, message, hint = '', role, children }: MessageProps) {
  const said = useSaid()
  const Icon = ICONS[tone]
  return (
    <div className={`message ${tone}`} role={role}>
      <Icon size={16} aria-hidden="true" />
      <div>
        <p>{said(message)}</p>
        {!isSilent(hint) && <p className="hint">{said(hint)}</p>}
        {children !== undefined && <div className="actions">{children}</div>}
      </div>
    </div>
  )
}
