import { Card } from '../../components/card'
import { useFormats, useText } from '../../i18n/text'

interface LastHourProps {
  /** Calls in each of the last 60 minutes, oldest first. */
  readonly minutes: readonly number[]
  /** End of the last minute, milliseconds since the epoch. */
  readonly now: number
}

const MINUTE_MS = 60_000
const HEIGHT = 64

/** Calls over the last hour, one bar a minute, with the busiest minute and the axis named directly. */
export function LastHour({ minutes, now }: LastHourProps) {
  const t = useText()
  const formats = useFormats()
  const total = minutes.reduce((sum, count) => sum + count, 0)
  const most = Math.max(...minutes, 0)
  const busiest = minutes.lastIndexOf(most)
  const timeOf = (index: number) => formats.shortClock(now - (minutes.length - 1 - index) * MINUTE_MS)
  const words =
    total === 0 ? t('hour.none') : t('hour.words', { total, most, time: timeOf(busiest) })
  const peakAt = (100 * (busiest + 0.5)) / Math.max(minutes.length, 1)

  return (
    <Card title={t('hour.title')} aside={t('hour.total', { total })}>
      <div role="img" aria-label={words}>
        <div className={`hour-peak${peakAt < 18 ? ' at-start' : peakAt > 82 ? ' at-end' : ''}`} style={{ left: `${peakAt}%` }}>
          {total > 0 && t('hour.peak', { count: most })}
        </div>
        <div className="hour" style={{ height: HEIGHT }}>
          {minutes.map((count, index) => (
            <span
              key={index}
              className={index === minutes.length - 1 ? 'now' : undefined}
              style={{ height: count === 0 ? 0 : Math.max(3, Math.round((HEIGHT * count) / most)) }}
            />
          ))}
        </div>
        <div className="hour-axis">
          <span>{timeOf(0)}</span>
          <span>{timeOf(Math.floor(minutes.length / 2))}</span>
          <span>{t('hour.now')}</span>
        </div>
      </div>
    </Card>
  )
}
