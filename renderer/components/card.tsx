import { useId, type ReactNode } from 'react'

interface CardProps {
  readonly title: string
  /** Beside the title, muted. */
  readonly aside?: ReactNode
  /** At the end of the title's line: a link or a button. */
  readonly end?: ReactNode
  readonly children: ReactNode
}

export function Card({ title, aside, end, children }: CardProps) {
  const id = useId()
  return (
    <section className="card" aria-labelledby={id}>
      <div className="card-head">
        <h2 id={id}>{title}</h2>
        {aside !== undefined && <span className="aside">{aside}</span>}
        {end !== undefined && <span className="end">{end}</span>}
      </div>
      {children}
    </section>
  )
}
