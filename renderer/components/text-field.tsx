import { CircleAlert } from 'lucide-react'
import { useId, type ComponentProps } from 'react'
import { useText } from '../i18n/text'

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'className' | 'id'> {
  readonly label: string
  readonly about?: string
  readonly optional?: 'optional' | undefined
  /** What is wrong with what was typed; announced with the field. */
  readonly wrong?: string | undefined
}

export function TextField({ label, about, optional, wrong, ...input }: TextFieldProps) {
  const t = useText()
  const id = useId()
  const described = [about !== undefined ? `${id}-about` : '', wrong !== undefined ? `${id}-wrong` : ''].filter((part) => part !== '')
  return (
    <div className="field">
      <label htmlFor={id}>
        {label} {optional === 'optional' && <span className="optional">{t('field.optional')}</span>}
      </label>
      <input
        spellCheck={false}
        autoComplete="off"
        {...input}
        className="input"
        id={id}
        aria-invalid={wrong !== undefined || undefined}
        aria-describedby={described.length > 0 ? described.join(' ') : undefined}
      />
      {wrong !== undefined && (
        <span className="wrong" id={`${id}-wrong`}>
          <CircleAlert size={13} aria-hidden="true" />
          {wrong}
        </span>
      )}
      {about !== undefined && (
        <span className="about" id={`${id}-about`}>
          {about}
        </span>
      )}
    </div>
  )
}
