import type { ActionFailure } from '../bridge/use-action'
import { Message } from './message'

/** How the last action failed, said once, where the action was. */
export function Failure({ failure }: { readonly failure: ActionFailure | null }) {
  if (failure === null) return null
  return <Message tone="bad" role="alert" message={failure.message} hint={failure.hint} />
}
