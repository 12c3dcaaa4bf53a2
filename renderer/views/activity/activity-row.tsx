import { memo, type CSSProperties } from 'react'
import type { ActivityEvent } from '../../../src/contract/activity'
import { FieldChips } from '../../components/field-chips'
import { OutcomeMark } from '../../components/outcome'
import { useFormats, useText } from '../../i18n/text'
import { describeCall } from './describe-call'

interface ActivityRowProps {
  readonly id: string
  readonly event: ActivityEvent
  /** Place in the list, from 0. */
  readonly index: number
  readonly active: 'yes' | 'no'
  /** Today's date as rows write it; only other days are named. */
  readonly today: string
  /** Width of the column of fields in pixels. */
  readonly fieldsWidth: number
  readonly style: CSSProperties
  readonly onOpen: () => void
}

export function ActivityRow({ id, event, index, active, today, fieldsWidth, style, onOpen }: ActivityRowProps) {
  return (
    // The grid handles the keyboard: rows are not in the tab order, they are pointed at by aria-activedescendant.
    <div
      role="row"
      id={id}
      aria-rowindex={index + 2}
      aria-selected={active === 'yes'}
      className={active === 'yes' ? 'activity-row active' : 'activity-row'}
      style={style}
      onClick={onOpen}
    >
      <Cells event={event} today={today} fieldsWidth={fieldsWidth} />
    </div>
  )
}

/** Rows move with each call that comes in, ten times a second in a busy hour; what stands in them stays the same. */
const Cells = memo(function Cells({ event, today, fieldsWidth }: Pick<ActivityRowProps, 'event' | 'today' | 'fieldsWidth'>) {
  const t = useText()
  const formats = useFormats()
  const day = formats.day(event.time)
  const answered = event.outcome === 'answered'
  return (
    <>
      <span role="gridcell" className="time">
        {formats.clock(event.time)}
        {day !== today && <span className="second">{day}</span>}
      </span>
      <span role="gridcell" className="client">
        {event.clientName}
      </span>
      <span role="gridcell" className="model">
        {event.modelLabel ?? event.model ?? t('activity.noModel')}
        {event.model !== undefined && <span className="second technical">{event.model}</span>}
      </span>
      <span role="gridcell" className="what">
        {describeCall(event, t)}
        <span className="second technical">{event.filterShape}</span>
      </span>
      <span role="gridcell" className="fields">
        <FieldChips fields={event.fields} hiddenFields={event.hiddenFields} lineWidth={fieldsWidth} />
      </span>
      <span role="gridcell" className="rows">
        {answered && formats.number(event.rows)}
        {answered && <span className="second">{formats.bytes(event.bytes)}</span>}
      </span>
      <span role="gridcell" className="ms">
        {formats.milliseconds(event.ms)}
      </span>
      <span role="gridcell" className="outcome-cell">
        <OutcomeMark outcome={event.outcome} />
      </span>
    </>
  )
})
