/** What each of the first steps is told. */
export interface StepProps {
  readonly isDone: boolean
  /** Goes on to the next step, which the state may have opened only just now. */
  readonly onNext: () => void
  /** Leaves the first steps for the overview. */
  readonly onLeave: () => void
}
