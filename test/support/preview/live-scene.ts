import { ANSWERS, EVENTS, pagesOf, STATE } from '../../component/fixtures'
import type { Scene } from './scenes'

const START = Date.parse('2026-11-20T14:02:00.000Z')
const SECONDS_APART = 4
/** What Claude asks in the moving picture, first to last; the oldest rows are there when it begins. */
const COMING = EVENTS.slice(0, 9).reverse()
const THERE = EVENTS.slice(9)

/** The live view as questions arrive, one whenever the page is told `vitrine-next`; `vitrine-next` answers whether there are more. */
export const LIVE: Scene = {
  view: 'activity',
  state: STATE,
  answers: { ...ANSWERS, getActivity: pagesOf(THERE) },
  after: (double) => {
    let next = 0
    Object.assign(globalThis, {
      nextQuestion: () => {
        const event = COMING[next]
        if (event === undefined) return false
        next += 1
        const shown = { ...event, id: 200 + next, time: new Date(START + next * SECONDS_APART * 1000).toISOString() }
        double.emit('activityAdded', [shown])
        double.patch({ lastActivity: shown })
        return true
      },
    })
  },
}
