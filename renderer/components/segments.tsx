import { useId } from 'react'

interface SegmentsProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly choices: readonly { readonly value: Value; readonly label: string }[]
  readonly onPick: (value: Value) => void
}

/** One of a few, all in sight. */
export function Segments<Value extends string>({ label, value, choices, onPick }: SegmentsProps<Value>) {
  const name = useId()
  return (
    <div className="segments" role="radiogroup" aria-label={label}>
      {choices.map((choice) => (
        <label key={choice.value}>
          <input
            type="radio"
            name={name}
            checked={choice.value === value}
            onChange={() => {
              onPick(choice.value)
            }}
          />
          {choice.label}
        </label>
      ))}
    </div>
  )
}
