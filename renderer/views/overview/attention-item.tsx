import type { ReactNode } from 'react'

interface AttentionItemProps {
  readonly icon: ReactNode
  readonly calm: 'yes' | 'no'
  readonly message: string
  readonly hint: string
  /** When, and how many. */
  readonly note?: string
  /** What can be done about it. */
  readonly children?: ReactNode
}

export function AttentionItem({ icon, calm, message, hint, note, children }: AttentionItemProps) {
  return (
    <li className={calm === 'yes' ? 'attention calm' : 'attention'}>
      {icon}
      <div>
        <p>{message}</p>
        {hint !== '' && <p className="muted small">{hint}</p>}
        {note !== undefined && <p className="muted small">{note}</p>}
        {children !== undefined && <div className="actions">{children}</div>}
      </div>
    </li>
  )
}
