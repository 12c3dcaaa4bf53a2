import { useId } from 'react'
import type { ClientSummary } from '../../../src/contract/client-keys'
import { Button } from '../../components/button'
import { useText } from '../../i18n/text'

interface RulesForProps {
  readonly clients: readonly ClientSummary[]
  readonly chosen: ClientSummary | undefined
  readonly pending: boolean
  readonly onChoose: (clientId: string | undefined) => void
  readonly onOwn: () => void
  readonly onCommon: () => void
}

/** Whose rules the view shows: those of all clients, or of one that may have its own. */
export function RulesFor({ clients, chosen, pending, onChoose, onOwn, onCommon }: RulesForProps) {
  const t = useText()
  const id = useId()
  return (
    <div className="rules-for">
      <label htmlFor={id}>{t('rules.for')}</label>
      <select
        id={id}
        className="select"
        value={chosen?.id ?? ''}
        onChange={(event) => {
          onChoose(event.currentTarget.value === '' ? undefined : event.currentTarget.value)
        }}
      >
        <option value="">{t('rules.all')}</option>
        {clients.map((client) => (
          <option key={client.id} value={client.id}>
            {client.policy === undefined ? client.name : t('rules.own', { name: client.name })}
          </option>
        ))}
      </select>
      {chosen !== undefined && (
        <>
          <p className="muted">{t(chosen.policy === undefined ? 'rules.common.about' : 'rules.own.about', { name: chosen.name })}</p>
          {chosen.policy === undefined ? (
            <Button pending={pending} onClick={onOwn}>{t('rules.make')}</Button>
          ) : (
            <Button pending={pending} onClick={onCommon}>{t('rules.drop')}</Button>
          )}
        </>
      )}
    </div>
  )
}
