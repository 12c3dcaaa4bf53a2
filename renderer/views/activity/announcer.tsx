import { useEffect, useRef, useState } from 'react'
import { useBridge } from '../../bridge/services'
import { useText } from '../../i18n/text'
import { describeCall } from './describe-call'

/** A busy client must not talk over the person: one sentence for what arrived within this time. */
const QUIET_MS = 5_000

/** Sums up new activity for screen readers: the first call at once, what follows within five seconds as one sentence. */
export function Announcer() {
  const t = useText()
  const bridge = useBridge()
  const [sentence, setSentence] = useState('')
  const waiting = useRef(0)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)

  useEffect(() => {
    let latest = ''
    const say = () => {
      if (waiting.current === 0) {
        timer.current = undefined
        return
      }
      setSentence(t('live.summary', { count: waiting.current, latest }))
      waiting.current = 0
      timer.current = setTimeout(say, QUIET_MS)
    }
    const stop = bridge.on('activityAdded', (events) => {
      const last = events[events.length - 1]
      if (last === undefined) return
      waiting.current += events.length
      latest = t('live.latest', { what: describeCall(last, t), model: last.modelLabel ?? last.model ?? '' })
      if (timer.current === undefined) say()
    })
    return () => {
      stop()
      clearTimeout(timer.current)
      timer.current = undefined
    }
  }, [bridge, t])

  return (
    <p className="visually-hidden" role="status" aria-live="polite">
      {sentence}
    </p>
  )
}
