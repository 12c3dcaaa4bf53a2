import { useId, useState } from 'react'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Card } from '../../components/card'
import { Failure } from '../../components/failure'
import { TextField } from '../../components/text-field'
import { useText } from '../../i18n/text'
import { EVERY_MODEL, isFieldName, isModelName, parseHiddenField } from './names'
import { RemovableList } from './removable-list'
import { useKnownModels } from './use-known-models'

/** Fields withheld from Claude, of one model or of all. */
export function HiddenFields() {
  const t = useText()
  const bridge = useBridge()
  const { hiddenFields } = useAppState().settings
  const known = useKnownModels()
  const action = useAction()
  const suggestions = useId()
  const [model, setModel] = useState('')
  const [field, setField] = useState('')
  const [wrongModel, setWrongModel] = useState<string>()
  const [wrongField, setWrongField] = useState<string>()

  const change = (fields: readonly string[]) => action.run(() => bridge.changeSettings({ change: { hiddenFields: [...fields] } }))
  const add = () => {
    const chosenModel = model.trim() === '' ? EVERY_MODEL : model.trim()
    const entry = `${chosenModel}:${field.trim()}`
    if (chosenModel !== EVERY_MODEL && !isModelName(chosenModel)) {
      setWrongModel(t('access.models.wrong'))
    } else if (!isFieldName(field.trim())) {
      setWrongField(t('access.fields.wrong'))
    } else if (hiddenFields.includes(entry)) {
      setWrongField(t('access.fields.twice'))
    } else {
      void change([...hiddenFields, entry]).then((done) => {
        if (done) setField('')
      })
    }
  }

  return (
    <Card title={t('access.fields')} aside={t('access.count', { count: hiddenFields.length })}>
      <p className="muted access-about">{t('access.fields.about')}</p>
      {hiddenFields.length > 0 && (
        <RemovableList
          label={t('access.fields')}
          items={hiddenFields.map((entry) => {
            const hidden = parseHiddenField(entry)
            return {
              key: entry,
              name: hidden.field,
              about: hidden.model === EVERY_MODEL ? t('access.fields.every') : t('access.fields.of', { model: hidden.model }),
              remove: t('access.show', { name: entry }),
              onRemove: () => void change(hiddenFields.filter((one) => one !== entry)),
            }
          })}
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
        <Button type="submit" pending={action.pending}>
          {t('access.hide')}
        </Button>
        <datalist id={suggestions}>
          {known.map((one) => (
            <option key={one.model} value={one.model}>
              {one.label}
            </option>
          ))}
        </datalist>
      </form>
      <Failure failure={action.failure} />
    </Card>
  )
}
