import { useId, useState } from 'react'
import { isFilterText } from '../../../src/contract/glossary'
import { Button } from '../../components/button'
import { Card } from '../../components/card'
import { TextField } from '../../components/text-field'
import { useText } from '../../i18n/text'
import { isModelName } from './names'
import { withRows } from '../../../src/state/policy-edits'
import { RemovableList } from './removable-list'
import { useKnownModels } from './use-known-models'
import { usePolicy } from './use-policy'

/** Filters that hold for every question about a model. */
export function RowRules() {
  const t = useText()
  const { policy, save } = usePolicy()
  const known = useKnownModels()
  const suggestions = useId()
  const [model, setModel] = useState('')
  const [filter, setFilter] = useState('')
  const [wrong, setWrong] = useState<{ readonly model?: string; readonly filter?: string }>({})
  const rules = Object.entries(policy.rows)

  const add = () => {
    if (!isModelName(model.trim())) return setWrong({ model: t('access.models.wrong') })
    if (!isFilterText(filter)) return setWrong({ filter: t('rows.wrong') })
    void save(withRows(policy, model.trim(), JSON.parse(filter) as unknown[])).then((done) => {
      if (!done) return
      setModel('')
      setFilter('')
    })
  }

  return (
    <Card title={t('rows.title')} aside={t('access.count', { count: rules.length })}>
      <p className="muted access-about">{t('rows.about')}</p>
      {rules.length > 0 && (
        <RemovableList
          label={t('rows.title')}
          items={rules.map(([name, rule]) => ({
            key: name,
            name,
            about: JSON.stringify(rule),
            remove: t('access.removeRule', { name }),
            onRemove: () => void save(withRows(policy, name, null)),
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
          label={t('rows.model')}
          placeholder="sale.order"
          list={suggestions}
          value={model}
          wrong={wrong.model}
          onChange={(event) => {
            setModel(event.currentTarget.value)
            setWrong({})
          }}
        />
        <TextField
          label={t('rows.filter')}
          placeholder={'[["company_id","=",1]]'}
          value={filter}
          wrong={wrong.filter}
          onChange={(event) => {
            setFilter(event.currentTarget.value)
            setWrong({})
          }}
        />
        <Button type="submit">{t('rows.add')}</Button>
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
