import type { ActivityEvent, ActivityFilter, ActivityPage } from '../../../src/contract/activity'
import { ANSWERS, event, EVENTS, MODELS, STATE } from '../../component/fixtures'
import type { Scene } from './scenes'

const ROWS = 1_000_000
const CALLS_A_TENTH = 100
const TENTH_MS = 100

/** The row with a number; no journal of a million rows need be kept to be paged through. */
function rowOf(id: number): ActivityEvent {
  const sample = EVENTS[id % EVENTS.length] ?? event({ id })
  return { ...sample, id, time: new Date(Date.parse('2026-11-20T14:02:11.000Z') - (ROWS - id) * 7_000).toISOString() }
}

function pageOf({ filter, beforeId = ROWS + 1, limit }: { readonly filter: ActivityFilter; readonly beforeId?: number | undefined; readonly limit: number }): ActivityPage {
  // A text is in every third row, so that pages of it are full too.
  const step = filter.text === undefined ? 1 : 3
  if (filter.receipt !== undefined) return { events: [], total: 0 }
  const events = Array.from({ length: limit }, (_, index) => beforeId - 1 - index * step).filter((id) => id > 0).map(rowOf)
  return { events, total: Math.floor(ROWS / step) }
}

/** A million rows in the journal, and a thousand calls a second as the main process tells of them: a hundred, ten times. */
export const BUSY: Scene = {
  view: 'overview',
  state: STATE,
  answers: {
    ...ANSWERS,
    // The main process answers in a task of its own.
    getActivity: (asked) =>
      new Promise((resolve) => {
        setTimeout(() => {
          resolve(pageOf(asked))
        })
      }),
    getModelActivity: () => Array.from({ length: 400 }, (_, index) => ({ ...(MODELS[index % 3] as (typeof MODELS)[number]), model: `x_model.number_${String(index)}`, label: `Model ${String(index)}` })),
  },
  after: (double) => {
    let newest = ROWS
    setInterval(() => {
      const events = Array.from({ length: CALLS_A_TENTH }, (_, index) => rowOf(newest + index + 1))
      newest += CALLS_A_TENTH
      double.emit('activityAdded', events)
      double.patch({ lastActivity: events[CALLS_A_TENTH - 1] ?? null })
    }, TENTH_MS)
  },
}
