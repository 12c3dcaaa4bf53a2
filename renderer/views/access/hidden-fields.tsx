import { useId, useState } from 'react'
import { Button } from '../../components/button'
import { Card } from '../../components/card'
import { TextField } from '../../components/text-field'
import { useText } from '../../i18n/text'
import { EVERY_MODEL, isFieldName, isModelName } from './names'
import { withHiddenField } from '../../../src/state/policy-edits'
import { RemovableList } from './removable-list'
import { useKnownModels } from './use-known-models'
import { usePolicy } from './use-policy'

/** Fields withheld from Claude, of one model or of all. */
export function HiddenFields() {
  const t = useText()
  const { policy, save } = usePolicy()
  const known = useKnownModels()
  const suggestions = useId()
  const [model, setModel] = useState('')
  const [field, setField] = useState('')
  const [wrongModel, setWrongModel] = useState<string>()
  const [wrongField, setWrongField] = useState<string>()

  const hidden = Object.entries(policy.fields.hide).flatMap(([owner, names]) => names.map((name) => ({ owner, name })))
  const add = () => {
    const chosenModel = model.trim() === '' ? EVERY_MODEL : model.trim()
    if (chosenModel !== EVERY_MODEL && !isModelName(chosenModel)) {
      setWrongModel(t('access.models.wrong'))
    } else if (!isFieldName(field.trim())) {
      setWrongField(t('access.fields.wrong'))
    } else if (policy.fields.hide[chosenModel]?.includes(field.trim())) {
      setWrongField(t('access.fields.twice'))
    } else {
      void save(withHiddenField(policy, chosenModel, field.trim(), 'on')).then((done) => {
        if (done) setField('')
      })
    }
  }

  return (
    <Card title={t('access.fields')} aside={t('access.count', { count: hidden.length })}>
      <p className="muted access-about">{t('access.fields.about')}</p>
      {hidden.length > 0 && (
        <RemovableList
          label={t('access.fields')}
          items={hidden.map(({ owner, name }) => ({
            key: `${owner}:${name}`,
            name,
            about: owner === EVERY_MODEL ? t('access.fields.every') : t('access.fields.of', { model: owner }),
            remove: t('access.show', { name: owner === EVERY_MODEL ? name : `${owner}.${name}` }),
            onRemove: () => void save(withHiddenField(policy, owner, name, 'off')),
          }))}
        />
      )}
      <form
        className="access-add two"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          add()
        }}
      >
        <TextField
          label={t('access.fields.field')}
          placeholder={t('access.example', { name: 'email' })}
          value={field}
          wrong={wrongField}
          onChange={(event) => {
            setField(event.currentTarget.value)
            setWrongField(undefined)
          }}
        />
        <TextField
          label={t('access.fields.model')}
          placeholder={t('access.fields.every')}
          list={suggestions}
          value={model}
          wrong={wrongModel}
          onChange={(event) => {
            setModel(event.currentTarget.value)
            setWrongModel(undefined)
          }}
        />
        <Button type="submit">{t('access.hide')}</Button>
        <datalist id={suggestions}>
          {known.map((one) => (
            <option key={one.model} value={one.model}>
              {one.label}
            </option>
          ))}
        </datalist>
      </form>
    </Card>
  )
}
