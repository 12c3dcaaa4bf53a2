import { useId, useState } from 'react'
import { Button } from '../../components/button'
import { Card } from '../../components/card'
import { TextField } from '../../components/text-field'
import { useText } from '../../i18n/text'
import { isModelName } from './names'
import { withModel } from '../../../src/state/policy-edits'
import { RemovableList } from './removable-list'
import { useKnownModels } from './use-known-models'
import { usePolicy } from './use-policy'

/** Single models that are allowed or hidden whatever their area says. */
export function OwnModels() {
  const t = useText()
  const { policy, save } = usePolicy()
  const known = useKnownModels()
  const suggestions = useId()
  const [name, setName] = useState('')
  const [wrong, setWrong] = useState<string>()
  const { allow, hide } = policy.models
  const rules = [...hide.map((model) => ({ model, rule: 'hide' as const })), ...allow.map((model) => ({ model, rule: 'allow' as const }))]

  const add = (rule: 'allow' | 'hide') => {
    const model = name.trim()
    if (!isModelName(model)) setWrong(t('access.models.wrong'))
    else if ((rule === 'hide' ? hide : allow).includes(model)) setWrong(t(`models.twice.${rule}`, { model }))
    else {
      void save(withModel(policy, model, rule)).then((done) => {
        if (done) setName('')
      })
    }
  }

  return (
    <Card title={t('models.own.title')} aside={t('access.count', { count: rules.length })}>
      <p className="muted access-about">{t('models.own.about')}</p>
      {rules.length > 0 && (
        <RemovableList
          label={t('models.own.title')}
          items={rules.map(({ model, rule }) => ({
            key: `${rule} ${model}`,
            name: model,
            about: [t(`models.own.${rule}`), known.find((one) => one.model === model)?.label ?? ''].filter((part) => part !== '').join(' · '),
            remove: t('access.removeRule', { name: model }),
            onRemove: () => void save(withModel(policy, model, 'none')),
          }))}
        />
      )}
      <form
        className="access-add three"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          add('hide')
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
        <Button type="submit">{t('access.hide')}</Button>
        <Button
          onClick={() => {
            add('allow')
          }}
        >
          {t('access.allow')}
        </Button>
        <datalist id={suggestions}>
          {known.map(({ model, label }) => (
            <option key={model} value={model}>
              {label}
            </option>
          ))}
        </datalist>
      </form>
    </Card>
  )
}
