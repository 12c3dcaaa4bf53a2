import { Search } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { LinkButton } from '../../components/button'
import { useText } from '../../i18n/text'
import { FIND_EVENT } from '../../shell/use-shortcuts'
import { isFiltering, NO_FILTER, OUTCOMES, PERIODS, TOOLS, type FilterChoice } from './filters'

export interface Choice {
  readonly value: string
  readonly label: string
}

interface FilterBarProps {
  readonly choice: FilterChoice
  readonly clients: readonly Choice[]
  readonly models: readonly Choice[]
  /** Asked for only where there are several. */
  readonly connections: readonly Choice[]
  readonly onChange: (choice: FilterChoice) => void
  /** At the end of the first line. */
  readonly end: ReactNode
}

export function FilterBar({ choice, clients, models, connections, onChange, end }: FilterBarProps) {
  const t = useText()
  const search = useRef<HTMLInputElement>(null)

  useEffect(() => {
    const find = () => {
      search.current?.focus()
      search.current?.select()
    }
    window.addEventListener(FIND_EVENT, find)
    return () => {
      window.removeEventListener(FIND_EVENT, find)
    }
  }, [])

  return (
    <div role="search" className="filter-bar" aria-label={t('filter.label')}>
      <span className="filter-text">
        <Search size={14} aria-hidden="true" />
        <input
          ref={search}
          type="search"
          className="input"
          aria-label={t('filter.text')}
          placeholder={t('filter.search')}
          title={t('filter.text')}
          maxLength={200}
          spellCheck={false}
          value={choice.text}
          onChange={(event) => {
            onChange({ ...choice, text: event.currentTarget.value })
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            if (choice.text === '') event.currentTarget.blur()
            else onChange({ ...choice, text: '' })
            event.preventDefault()
          }}
        />
      </span>
      {end}
      <span className="filter-line" />
      <Picker
        label={t('filter.period')}
        value={choice.period}
        choices={PERIODS.map((value) => ({ value, label: t(`period.${value}`) }))}
        onPick={(value) => {
          onChange({ ...choice, period: PERIODS.find((period) => period === value) ?? 'all' })
        }}
      />
      <Picker
        label={t('filter.client')}
        value={choice.clientId}
        choices={[{ value: '', label: t('filter.allClients') }, ...clients]}
        onPick={(value) => {
          onChange({ ...choice, clientId: value })
        }}
      />
      <Picker
        label={t('filter.model')}
        value={choice.model}
        choices={[{ value: '', label: t('filter.allModels') }, ...models]}
        onPick={(value) => {
          onChange({ ...choice, model: value })
        }}
      />
      <Picker
        label={t('filter.outcome')}
        value={choice.outcome}
        choices={[{ value: '', label: t('filter.allOutcomes') }, ...OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))]}
        onPick={(value) => {
          onChange({ ...choice, outcome: OUTCOMES.find((outcome) => outcome === value) ?? '' })
        }}
      />
      <Picker
        label={t('filter.tool')}
        value={choice.tool}
        choices={[{ value: '', label: t('filter.allTools') }, ...TOOLS.map((value) => ({ value, label: t(`asked.${value}`) }))]}
        onPick={(value) => {
          onChange({ ...choice, tool: TOOLS.find((tool) => tool === value) ?? '' })
        }}
      />
      {connections.length > 1 && (
        <Picker
          label={t('filter.connection')}
          value={choice.connectionId}
          choices={[{ value: '', label: t('filter.allConnections') }, ...connections]}
          onPick={(value) => {
            onChange({ ...choice, connectionId: value })
          }}
        />
      )}
      {isFiltering(choice) && (
        <LinkButton
          onClick={() => {
            onChange(NO_FILTER)
          }}
        >
          {t('filter.clear')}
        </LinkButton>
      )}
    </div>
  )
}

interface PickerProps {
  readonly label: string
  readonly value: string
  readonly choices: readonly Choice[]
  readonly onPick: (value: string) => void
}

function Picker({ label, value, choices, onPick }: PickerProps) {
  return (
    <select
      className={value === choices[0]?.value ? 'select' : 'select chosen'}
      aria-label={label}
      value={value}
      onChange={(event) => {
        onPick(event.currentTarget.value)
      }}
    >
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  )
}
