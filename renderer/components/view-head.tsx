import type { ReactNode } from 'react'

interface ViewHeadProps {
  readonly title: string
  /** A few words above the title: where in a row of pages it stands. */
  readonly above?: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
}

/** The one h1 of a view. It can take the focus, so that a change of view is heard (shell/use-heading-focus.ts). */
export function ViewHead({ title, above, children, actions }: ViewHeadProps) {
  return (
    <div className="view-head">
      <div>
        {above !== undefined && <p className="view-above">{above}</p>}
        <h1 tabIndex={-1}>{title}</h1>
        {children}
      </div>
      {actions !== undefined && <div className="actions">{actions}</div>}
    </div>
  )
}
