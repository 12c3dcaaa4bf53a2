import { useId, useState } from 'react'
import { GLOSSARY_LIMITS, isFilterText } from '../../../src/contract/glossary'
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

interface Wrong {
  readonly word?: string
  readonly model?: string
  readonly domain?: string
}

/** The person's own words for what is in Odoo: Claude looks there first. */
export function Glossary() {
  const t = useText()
  const bridge = useBridge()
  const { glossary } = useAppState().settings
  const known = useKnownModels()
  const action = useAction()
  const suggestions = useId()
  const [word, setWord] = useState('')
  const [model, setModel] = useState('')
  const [domain, setDomain] = useState('')
  const [wrong, setWrong] = useState<Wrong>({})

  const change = (entries: typeof glossary) => action.run(() => bridge.changeSettings({ change: { glossary: [...entries] } }))
  const entry = { word: word.replace(/\s+/g, ' ').trim(), model: model.trim(), domain: domain.trim() }
  const whatIsWrong = (): Wrong => {
    if (entry.word === '') return { word: t('glossary.word.wrong') }
    if (glossary.some((one) => one.word.toLowerCase() === entry.word.toLowerCase())) return { word: t('glossary.word.twice', { word: entry.word }) }
    if (glossary.length >= GLOSSARY_LIMITS.entries) return { word: t('glossary.full', { count: GLOSSARY_LIMITS.entries }) }
    if (!isModelName(entry.model)) return { model: t('glossary.model.wrong') }
    return entry.domain !== '' && !isFilterText(entry.domain) ? { domain: t('glossary.filter.wrong') } : {}
  }
  const add = () => {
    const found = whatIsWrong()
    setWrong(found)
    if (Object.keys(found).length > 0) return
    void change([...glossary, entry]).then((done) => {
      if (!done) return
      setWord('')
      setModel('')
      setDomain('')
    })
  }

  return (
    <Card title={t('glossary.title')} aside={t('access.count', { count: glossary.length })}>
      <p className="muted access-about">{t('glossary.about')}</p>
      {glossary.length > 0 && (
        <RemovableList
          label={t('glossary.title')}
          items={glossary.map((one) => ({
            key: one.word,
            name: one.word,
            about: one.domain === '' ? one.model : t('glossary.filtered', { model: one.model, filter: one.domain }),
            remove: t('glossary.remove', { word: one.word }),
            onRemove: () => void change(glossary.filter(({ word: other }) => other !== one.word)),
          }))}
        />
      )}
      <form
        className="access-add two own-words"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          add()
        }}
      >
        <TextField
          label={t('glossary.word')}
          placeholder={t('glossary.word.example')}
          maxLength={GLOSSARY_LIMITS.word}
          value={word}
          wrong={wrong.word}
          onChange={(event) => {
            setWord(event.currentTarget.value)
            setWrong({})
          }}
        />
        <TextField
          label={t('glossary.model')}
          placeholder="res.partner"
          list={suggestions}
          value={model}
          wrong={wrong.model}
          onChange={(event) => {
            setModel(event.currentTarget.value)
            setWrong({})
          }}
        />
        <TextField
          label={t('glossary.filter')}
          optional="optional"
          placeholder={'[["category_id.name","=","Gold"]]'}
          maxLength={GLOSSARY_LIMITS.domain}
          value={domain}
          wrong={wrong.domain}
          onChange={(event) => {
            setDomain(event.currentTarget.value)
            setWrong({})
          }}
        />
        <Button type="submit" pending={action.pending}>
          {t('glossary.add')}
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
