import type { ReactNode } from 'react'
import { isSilent, type Said } from '../../../src/i18n/sentence'
import { useSaid } from '../../i18n/text'

interface AttentionItemProps {
  readonly icon: ReactNode
  readonly calm: 'yes' | 'no'
  readonly message: Said
  readonly hint: Said
  /** When, and how many. */
  readonly note?: string
  /** What can be done about it. */
  readonly children?: ReactNode
}

export function AttentionItem({ icon, calm, message, hint, note, children }: AttentionItemProps) {
  const said = useSaid()
  return (
    <li className={calm === 'yes' ? 'attention calm' : 'attention'}>
      {icon}
      <div>
        <p>{said(message)}</p>
        {!isSilent(hint) && <p className="muted small">{said(hint)}</p>}
        {note !== undefined && <p className="muted small">{note}</p>}
        {children !== undefined && children !== false && <div className="actions">{children}</div>}
      </div>
    </li>
  )
}
