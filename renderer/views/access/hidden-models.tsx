import { useId, useState } from 'react'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Card } from '../../components/card'
import { Failure } from '../../components/failure'
import { TextField } from '../../components/text-field'
import { useText } from '../../i18n/text'
import { isModelName } from './names'
import { RemovableList } from './removable-list'
import { useKnownModels } from './use-known-models'

/** Models refused on top of those that always are. */
export function HiddenModels() {
  const t = useText()
  const bridge = useBridge()
  const { hiddenModels } = useAppState().settings
  const known = useKnownModels()
  const action = useAction()
  const suggestions = useId()
  const [name, setName] = useState('')
  const [wrong, setWrong] = useState<string>()

  const change = (models: readonly string[]) => action.run(() => bridge.changeSettings({ change: { hiddenModels: [...models] } }))
  const add = () => {
    const model = name.trim()
    if (!isModelName(model)) {
      setWrong(t('access.models.wrong'))
    } else if (hiddenModels.includes(model)) {
      setWrong(t('access.models.twice', { model }))
    } else {
      void change([...hiddenModels, model]).then((done) => {
        if (done) setName('')
      })
    }
  }

  return (
    <Card title={t('access.models')} aside={t('access.count', { count: hiddenModels.length })}>
      <p className="muted access-about">{t('access.models.about')}</p>
      {hiddenModels.length > 0 && (
        <RemovableList
          label={t('access.models')}
          items={hiddenModels.map((model) => ({
            key: model,
            name: model,
            about: known.find((one) => one.model === model)?.label ?? '',
            remove: t('access.show', { name: model }),
            onRemove: () => void change(hiddenModels.filter((one) => one !== model)),
          }))}
        />
      )}
      <form
        className="access-add"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          add()
        }}
      >
        <TextField
          label={t('access.models.add')}
          placeholder={t('access.example', { name: 'hr.payslip' })}
          list={suggestions}
          value={name}
          wrong={wrong}
          onChange={(event) => {
            setName(event.currentTarget.value)
            setWrong(undefined)
          }}
        />
        <Button type="submit" pending={action.pending}>
          {t('access.hide')}
        </Button>
        <datalist id={suggestions}>
          {known.map(({ model, label }) => (
            <option key={model} value={model}>
              {label}
            </option>
          ))}
        </datalist>
      </form>
      <Failure failure={action.failure} />
    </Card>
  )
}
