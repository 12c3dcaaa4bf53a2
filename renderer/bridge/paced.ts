interface Paced {
  readonly call: () => void
  /** Forgets what waits. */
  readonly stop: () => void
}

/** Runs at once, and then at most once in so many milliseconds, however often it is called. */
export function paced(run: () => void, ms: number): Paced {
  let timer: ReturnType<typeof setTimeout> | undefined
  let again = false
  const rest = () => {
    timer = undefined
    if (!again) return
    again = false
    start()
  }
  const start = () => {
    timer = setTimeout(rest, ms)
    run()
  }
  return {
    call() {
      if (timer === undefined) start()
      else again = true
    },
    stop() {
      clearTimeout(timer)
      timer = undefined
      again = false
    },
  }
}
