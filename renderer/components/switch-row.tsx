import { useId } from 'react'

interface SwitchRowProps {
  readonly label: string
  readonly about: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

export function SwitchRow({ label, about, checked, onChange }: SwitchRowProps) {
  const id = useId()
  return (
    <div className="switch-row">
      <label htmlFor={id}>{label}</label>
      <span className="about" id={`${id}-about`}>
        {about}
      </span>
      <input
        type="checkbox"
        role="switch"
        id={id}
        aria-describedby={`${id}-about`}
        checked={checked}
        onChange={(event) => {
          onChange(event.currentTarget.checked)
        }}
      />
    </div>
  )
}
