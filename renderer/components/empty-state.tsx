import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

interface EmptyStateProps {
  readonly icon: LucideIcon
  readonly title: string
  readonly about: string
  readonly children?: ReactNode
}

/** What this place is for, and the one thing to do about it being empty. */
export function EmptyState({ icon: Icon, title, about, children }: EmptyStateProps) {
  return (
    <div className="empty">
      <Icon size={28} strokeWidth={1.4} aria-hidden="true" />
      <h2>{title}</h2>
      <p>{about}</p>
      {children !== undefined && <div className="actions">{children}</div>}
    </div>
  )
}
