import { CircleCheck, Info, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

interface MessageProps {
  readonly tone: 'bad' | 'warn' | 'ok' | 'plain'
  readonly message: string
  readonly hint?: string
  /** `alert` interrupts a screen reader: for what just went wrong, not for what is always there. */
  readonly role?: 'alert' | 'status'
  readonly children?: ReactNode
}

const ICONS = { bad: OctagonAlert, warn: TriangleAlert, ok: CircleCheck, plain: Info }

/** One sentence, what to do about it, and the buttons that do it. */
export function Message({ tone, message, hint = '', role, children }: MessageProps) {
  const Icon = ICONS[tone]
  return (
    <div className={`message ${tone}`} role={role}>
      <Icon size={16} aria-hidden="true" />
      <div>
        <p>{message}</p>
        {hint !== '' && <p className="hint">{hint}</p>}
        {children !== undefined && <div className="actions">{children}</div>}
      </div>
    </div>
  )
}
