import { readTotal, totalLine } from './test-reports.mjs'

/** Sums up what `npm test` and `npm run test:packaged` counted, as one line. */
const totals = [await readTotal('test'), await readTotal('test-packaged')]
const sum = (key) => totals.reduce((total, count) => total + count[key], 0)
console.log(totalLine({ passed: sum('passed'), failed: sum('failed') }))
