import type { ComponentProps, ReactNode } from 'react'

interface ButtonProps extends Omit<ComponentProps<'button'>, 'className' | 'type'> {
  readonly kind?: 'plain' | 'primary' | 'danger' | 'quiet'
  readonly type?: 'button' | 'submit'
  readonly icon?: ReactNode
  /** Under way: says so to assistive technology and takes no further press, but keeps the focus. */
  readonly pending?: boolean
}

export function Button({ kind = 'plain', type = 'button', icon, pending = false, onClick, children, ...rest }: ButtonProps) {
  const iconOnly = children === undefined ? ' icon-only' : ''
  return (
    <button
      {...rest}
      type={type}
      className={`button ${kind}${iconOnly}`}
      aria-disabled={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {icon}
      {children}
    </button>
  )
}

/** Looks like a link and acts inside the window or opens a page of the fixed table; nothing here has an address. */
export function LinkButton({ children, ...rest }: Omit<ComponentProps<'button'>, 'className' | 'type'>) {
  return (
    <button {...rest} type="button" className="link">
      {children}
    </button>
  )
}
