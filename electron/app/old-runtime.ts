import type { House } from '../../src/service/house-ports'

/** The oldest Electron whose Chromium still gets security fixes for what we show. Raised with each release. */
const OLDEST_MAINTAINED = 43

/** Machines without access to Electron's downloads run tests on an old one; whoever works on it should know. */
export function warnOfOldRuntime({ store }: House): void {
  if (Number.parseInt(process.versions.electron, 10) >= OLDEST_MAINTAINED) return
  store.dispatch({
    type: 'noticeRaised',
    notice: {
      id: 'test_runtime',
      message: { id: 'notice.test_runtime', values: { version: process.versions.electron } },
      hint: { id: 'notice.test_runtime.hint' },
    },
  })
}
