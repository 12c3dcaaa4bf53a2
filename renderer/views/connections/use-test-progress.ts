import { useCallback, useEffect, useState } from 'react'
import { TEST_STAGES, type StagedTest } from '../../../src/contract/app-state'
import { useBridge } from '../../bridge/services'

export interface TestProgress {
  /** Null before a test was started. */
  readonly test: StagedTest | null
  readonly begin: () => void
  readonly finish: (test: StagedTest) => void
  readonly clear: () => void
}

const NOT_BEGUN: StagedTest = {
  stages: TEST_STAGES.map((name) => ({ name, status: 'waiting', message: '', hint: '' })),
  finished: false,
  ok: false,
}

/** The stages of a connection test as the main process announces them. */
export function useTestProgress(): TestProgress {
  const bridge = useBridge()
  const [test, setTest] = useState<StagedTest | null>(null)
  useEffect(() => bridge.on('testProgressed', setTest), [bridge])
  const begin = useCallback(() => {
    setTest(NOT_BEGUN)
  }, [])
  const clear = useCallback(() => {
    setTest(null)
  }, [])
  return { test, begin, finish: setTest, clear }
}
