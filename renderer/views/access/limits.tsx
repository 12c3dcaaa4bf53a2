import { useState } from 'react'
import type { Policy } from '../../../src/contract/access'
import { Button } from '../../components/button'
import { Card } from '../../components/card'
import { TextField } from '../../components/text-field'
import { useText, type Text } from '../../i18n/text'
import { withLimits } from '../../../src/state/policy-edits'
import { usePolicy } from './use-policy'

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/

/** As it stands in the form. */
interface LimitsDraft {
  readonly calls: string
  readonly rows: string
  readonly from: string
  readonly to: string
  readonly days: readonly number[]
}

type Wrong = Partial<Record<'calls' | 'rows' | 'from' | 'to' | 'days', string>>

function draftOf({ callsPerMinute, rowsPerAnswer, hours, days }: Policy['limits']): LimitsDraft {
  return {
    calls: callsPerMinute === undefined ? '' : String(callsPerMinute),
    rows: rowsPerAnswer === undefined ? '' : String(rowsPerAnswer),
    from: hours?.from ?? '',
    to: hours?.to ?? '',
    days: days ?? DAYS,
  }
}

function wrongIn({ calls, rows, from, to, days }: LimitsDraft, t: Text): Wrong {
  const isCount = (text: string, most: number): boolean => text === '' || (/^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= most)
  return {
    ...(!isCount(calls, 100_000) && { calls: t('limits.count.wrong', { most: 100_000 }) }),
    ...(!isCount(rows, 1_000) && { rows: t('limits.count.wrong', { most: 1_000 }) }),
    ...((from === '') !== (to === '') && { to: t('limits.hours.both') }),
    ...(from !== '' && !TIME.test(from) && { from: t('limits.time.wrong') }),
    ...(to !== '' && !TIME.test(to) && { to: t('limits.time.wrong') }),
    ...(from !== '' && from === to && { to: t('limits.hours.same') }),
    ...(days.length === 0 && { days: t('limits.days.none') }),
  }
}

function limitsOf({ calls, rows, from, to, days }: LimitsDraft): Policy['limits'] {
  return {
    ...(calls !== '' && { callsPerMinute: Number(calls) }),
    ...(rows !== '' && { rowsPerAnswer: Number(rows) }),
    ...(from !== '' && { hours: { from, to } }),
    ...(days.length < DAYS.length && { days: DAYS.filter((day) => days.includes(day)) }),
  }
}

/** How much may be asked, and when. */
export function Limits() {
  const t = useText()
  const { policy, save } = usePolicy()
  const [draft, setDraft] = useState(() => draftOf(policy.limits))
  const [wrong, setWrong] = useState<Wrong>({})
  const change = (part: Partial<LimitsDraft>) => {
    setDraft((before) => ({ ...before, ...part }))
    setWrong({})
  }
  const isChanged = JSON.stringify(limitsOf(draft)) !== JSON.stringify(limitsOf(draftOf(policy.limits)))

  return (
    <Card title={t('limits.title')}>
      <form
        className="access-limits"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          const found = wrongIn(draft, t)
          setWrong(found)
          if (Object.keys(found).length === 0) void save(withLimits(policy, limitsOf(draft)))
        }}
      >
        <TextField label={t('limits.calls')} placeholder={t('limits.none')} inputMode="numeric" value={draft.calls} wrong={wrong.calls}
          onChange={(event) => { change({ calls: event.currentTarget.value.trim() }) }} />
        <TextField label={t('limits.rows')} placeholder={t('limits.none')} inputMode="numeric" value={draft.rows} wrong={wrong.rows}
          onChange={(event) => { change({ rows: event.currentTarget.value.trim() }) }} />
        <TextField label={t('limits.from')} placeholder={t('limits.always')} value={draft.from} wrong={wrong.from}
          onChange={(event) => { change({ from: event.currentTarget.value.trim() }) }} />
        <TextField label={t('limits.to')} placeholder={t('limits.always')} value={draft.to} wrong={wrong.to}
          onChange={(event) => { change({ to: event.currentTarget.value.trim() }) }} />
        <fieldset className="access-days">
          <legend>{t('limits.days')}</legend>
          {DAYS.map((day) => (
            <label key={day}>
              <input
                type="checkbox"
                checked={draft.days.includes(day)}
                onChange={(event) => {
                  change({ days: event.currentTarget.checked ? [...draft.days, day] : draft.days.filter((one) => one !== day) })
                }}
              />
              {t(`day.${day}`)}
            </label>
          ))}
          {wrong.days !== undefined && <p className="wrong">{wrong.days}</p>}
        </fieldset>
        <div className="actions">
          <Button type="submit" kind={isChanged ? 'primary' : 'plain'} disabled={!isChanged}>{t('limits.save')}</Button>
        </div>
      </form>
    </Card>
  )
}
