import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import type { ActivityEvent } from '../../../src/contract/activity'
import type { FeedView } from '../../bridge/activity-feed'
import { useFormats, useText } from '../../i18n/text'
import { useServices } from '../../bridge/services'
import { ActivityRow } from './activity-row'

interface ActivityTableProps {
  readonly feed: FeedView
  readonly onOpen: (event: ActivityEvent) => void
  readonly onEndNear: () => void
}

/** Every row is as high as two lines of text, so that nothing shifts while rows are measured. In rem: it grows with the text. */
const ROW_REM = 3.7
/** Rows before the end of the list at which older ones are asked for. */
const END_NEAR = 20
const PAGE_ROWS = 10

const COLUMNS = ['time', 'client', 'model', 'what', 'fields', 'rows', 'ms', 'outcome'] as const

/** The rows of the live view; only those in sight are in the document. Arrow keys move, Enter opens the details. */
export function ActivityTable({ feed, onOpen, onEndNear }: ActivityTableProps) {
  const t = useText()
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const [activeId, setActiveId] = useState<number | null>(null)
  const rowHeight = useRowHeight()
  const [fieldsWidth, measureFields] = useWidth()
  const { events } = feed
  const { now } = useServices()
  const today = useFormats().day(now())
  // Its functions change identity on their own; nothing here hands them on to memoized children.
  // eslint-disable-next-line react-hooks/incompatible-library
  const rows = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => events[index]?.id ?? index,
    overscan: 4,
  })
  const inSight = rows.getVirtualItems()
  const lastIndex = inSight[inSight.length - 1]?.index ?? 0
  const activeIndex = events.findIndex((event) => event.id === activeId)

  useEffect(() => {
    rows.measure()
  }, [rows, rowHeight])

  useEffect(() => {
    if (events.length > 0 && lastIndex >= events.length - END_NEAR) onEndNear()
  }, [lastIndex, events.length, onEndNear])

  const moveTo = (index: number) => {
    const target = Math.max(0, Math.min(events.length - 1, index))
    const event = events[target]
    if (event === undefined) return
    setActiveId(event.id)
    rows.scrollToIndex(target, { align: 'auto' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Partial<Record<string, number>> = {
      ArrowDown: activeIndex + 1,
      ArrowUp: activeIndex - 1,
      PageDown: activeIndex + PAGE_ROWS,
      PageUp: activeIndex - PAGE_ROWS,
      Home: 0,
      End: events.length - 1,
    }
    const target = moves[event.key]
    const active = events[activeIndex]
    if (target !== undefined) moveTo(target)
    else if ((event.key === 'Enter' || event.key === ' ') && active !== undefined) onOpen(active)
    else return
    event.preventDefault()
  }

  return (
    <div
      className="activity-table"
      role="grid"
      aria-label={t('activity.title')}
      aria-rowcount={feed.reachedEnd ? events.length + 1 : -1}
      aria-activedescendant={inSight.some((row) => row.index === activeIndex) ? `${id}-${activeId ?? ''}` : undefined}
      tabIndex={0}
      ref={scroller}
      onKeyDown={onKeyDown}
      onFocus={() => {
        if (activeIndex === -1) setActiveId(events[0]?.id ?? null)
      }}
    >
      <div role="rowgroup" className="activity-header">
        <div role="row" aria-rowindex={1} className="activity-row">
          {COLUMNS.map((column) => (
            <span key={column} ref={column === 'fields' ? measureFields : undefined} role="columnheader" className={column === 'outcome' ? 'outcome-cell' : column}>
              {t(`column.${column}`)}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="activity-rows" style={{ height: rows.getTotalSize() }}>
        {inSight.map((row) => {
          const event = events[row.index]
          if (event === undefined) return null
          return (
            <ActivityRow
              key={row.key}
              id={`${id}-${event.id}`}
              event={event}
              index={row.index}
              today={today}
              fieldsWidth={fieldsWidth}
              active={event.id === activeId ? 'yes' : 'no'}
              style={{ height: row.size, transform: `translateY(${row.start}px)` }}
              onOpen={() => {
                setActiveId(event.id)
                onOpen(event)
              }}
            />
          )
        })}
      </div>
    </div>
  )
}

/** Where no layout tells the width, as before the first one. */
const LIKELY_WIDTH = 160

/** The width of an element in pixels, as it is and as it changes. */
function useWidth(): readonly [number, (element: HTMLElement | null) => (() => void) | undefined] {
  const [width, setWidth] = useState(LIKELY_WIDTH)
  const measure = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(entry.contentRect.width)
    })
    observer.observe(element)
    return () => {
      observer.disconnect()
    }
  }, [])
  return [width, measure]
}

function useRowHeight(): number {
  const [height] = useState(() => {
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
    return Math.round((Number.isFinite(rem) ? rem : 13) * ROW_REM)
  })
  return height
}
