import { useId, useState } from 'react'
import type { AccessModel } from '../../../src/contract/access'
import { Button } from '../../components/button'
import { useText } from '../../i18n/text'

interface ChooseModelProps {
  readonly models: readonly AccessModel[]
  /** Technical name of the one shown. */
  readonly model: string
  readonly onChoose: (model: string) => void
}

const LONGEST_LIST = 500

/** A model by its technical name or by what Odoo calls it. */
export function ChooseModel({ models, model, onChoose }: ChooseModelProps) {
  const t = useText()
  const id = useId()
  const [text, setText] = useState(model)
  const [isUnknown, setIsUnknown] = useState(false)
  const choose = () => {
    const wanted = text.trim().toLowerCase()
    const found = models.find((one) => one.model === wanted) ?? models.find((one) => one.label.toLowerCase() === wanted)
    setIsUnknown(found === undefined)
    if (found !== undefined) onChoose(found.model)
  }
  return (
    <form
      className="choose-model"
      role="search"
      aria-label={t('preview.choose')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        choose()
      }}
    >
      <input
        className="input"
        aria-label={t('preview.model')}
        aria-invalid={isUnknown || undefined}
        aria-describedby={isUnknown ? `${id}-wrong` : undefined}
        list={id}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setIsUnknown(false)
          // A name taken from the list is complete: nobody should have to press Enter for it.
          const chosen = event.currentTarget.value
          if (models.some((one) => one.model === chosen)) onChoose(chosen)
        }}
      />
      <Button type="submit">{t('preview.show')}</Button>
      {isUnknown && (
        <span className="wrong" id={`${id}-wrong`} role="alert">
          {t('preview.unknown')}
        </span>
      )}
      <datalist id={id}>
        {models.slice(0, LONGEST_LIST).map((one) => (
          <option key={one.model} value={one.model}>
            {one.label}
          </option>
        ))}
      </datalist>
    </form>
  )
}
