import { expect, test } from 'vitest'
import { VIEW_NAMES } from '../../../src/contract/requests'
import { linkedView } from '../../../src/state/deep-link'

test.each(VIEW_NAMES)('a link opens the view %s, wherever it stands among the arguments', (view) => {
  expect(linkedView(['/opt/Vitrine/vitrine', '--no-sandbox', `vitrine://open/${view}`])).toBe(view)
  expect(linkedView([`vitrine://open/${view}/`])).toBe(view)
})

test.each([
  ['vitrine://open/'],
  ['vitrine://open/question'],
  ['vitrine://open/Activity'],
  ['vitrine://open/activity?connect=1'],
  ['vitrine://open/activity/../settings'],
  ['vitrine://open/activity//'],
  ['vitrine://open/constructor'],
  ['vitrine://connect/activity'],
  ['https://open/activity'],
  [' vitrine://open/activity'],
  ['--x=vitrine://open/activity'],
])('%s opens nothing', (link) => {
  expect(linkedView([link])).toBeNull()
})

test('of two links none is followed, and without one nothing is', () => {
  expect(linkedView(['vitrine://open/activity', 'vitrine://open/settings'])).toBeNull()
  expect(linkedView([])).toBeNull()
})
