import { ANSWERS, STATE, VERDICT } from '../../component/fixtures'
import { MONTH, QUIET_MONTH } from '../../component/month-fixture'
import type { Scene } from './scenes'

const never = () => new Promise<never>(() => undefined)
const fails = () => Promise.reject(new Error('The sample fails'))

/** The summary of a month, and the evidence pack. */
export const PROOF_SCENES: Readonly<Record<string, Scene>> = {
  'month': { view: 'activity', state: STATE, answers: ANSWERS, steps: ['Month…'] },
  'month-from-overview': { view: 'overview', state: STATE, answers: ANSWERS, steps: ['Month…'] },
  'month-checking': { view: 'activity', state: STATE, answers: { ...ANSWERS, verifyJournal: never }, steps: ['Month…'] },
  'month-empty': { view: 'activity', state: STATE, answers: { ...ANSWERS, getMonth: () => ({ ok: true, summary: QUIET_MONTH }) }, steps: ['Month…'] },
  'month-purged': {
    view: 'activity',
    state: STATE,
    answers: {
      ...ANSWERS,
      getMonth: () => ({ ok: true, summary: { ...MONTH, activity: { ...MONTH.activity, keptFrom: '2026-10-12T08:00:00.000Z' } } }),
      verifyJournal: () => ({ ...VERDICT, status: 'broken', message: 'Row 107 is not as written: changed, exchanged with another row, or put in.', broken: { kind: 'changed', from: 107, to: 107 } }),
    },
    steps: ['Month…'],
  },
  'month-failed': { view: 'activity', state: STATE, answers: { ...ANSWERS, getMonth: fails }, steps: ['Month…'] },
  'month-loading': { view: 'activity', state: STATE, answers: { ...ANSWERS, getMonth: never }, steps: ['Month…'] },
  'evidence': { view: 'settings', state: STATE, answers: ANSWERS, steps: ['Evidence pack…'] },
  'evidence-file': { view: 'settings', state: STATE, answers: ANSWERS, steps: ['Evidence pack…', 'controls.md'] },
  'evidence-preparing': { view: 'settings', state: STATE, answers: { ...ANSWERS, prepareEvidence: never }, steps: ['Evidence pack…'] },
  'evidence-failed': { view: 'settings', state: STATE, answers: { ...ANSWERS, prepareEvidence: fails }, steps: ['Evidence pack…'] },
  'evidence-written': { view: 'settings', state: STATE, answers: ANSWERS, steps: ['Evidence pack…', 'Choose a place…'] },
  'evidence-unwritten': {
    view: 'settings',
    state: STATE,
    answers: { ...ANSWERS, writeEvidence: () => ({ ok: false, message: 'The disk is full, and nothing was written.', hint: 'Free some space, or choose a folder on another disk.' }) },
    steps: ['Evidence pack…', 'Choose a place…'],
  },
}
