import { useId, useState } from 'react'

interface NumberSettingProps {
  readonly label: string
  readonly about: string
  /** Said in place of `about` when something else was typed than a whole number from `lowest` to `highest`. */
  readonly wrong: string
  readonly unit?: string
  readonly value: number
  readonly lowest: number
  readonly highest: number
  readonly onChange: (value: number) => void
}

/** A number; taken when it is left or confirmed, so that what stands there on the way to it changes nothing. */
export function NumberSetting({ label, about, wrong, unit, value, lowest, highest, onChange }: NumberSettingProps) {
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const [isWrong, setIsWrong] = useState(false)
  const take = () => {
    if (typed === null) return
    const number = Number(typed)
    if (!Number.isInteger(number) || number < lowest || number > highest) {
      setIsWrong(true)
      return
    }
    setTyped(null)
    if (number !== value) onChange(number)
  }
  return (
    <div className="setting">
      <div>
        <label htmlFor={id}>{label}</label>
        <p className={isWrong ? 'wrong-text small' : 'muted small'} id={`${id}-about`} role={isWrong ? 'alert' : undefined}>
          {isWrong ? wrong : about}
        </p>
      </div>
      <span className="number">
        <input
          className="input"
          id={id}
          inputMode="numeric"
          size={4}
          maxLength={String(highest).length}
          aria-describedby={`${id}-about`}
          aria-invalid={isWrong || undefined}
          value={typed ?? String(value)}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setIsWrong(false)
          }}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key === 'Enter') take()
            if (event.key === 'Escape') {
              setTyped(null)
              setIsWrong(false)
            }
          }}
        />
        {unit !== undefined && <span aria-hidden="true">{unit}</span>}
      </span>
    </div>
  )
}
