import type { Schedule } from '../../src/service/connection-control'

export const afterDelay: Schedule = (ms, task) => {
  const timer = setTimeout(task, ms)
  return () => {
    clearTimeout(timer)
  }
}
