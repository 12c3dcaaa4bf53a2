import type { ActivityEvent } from '../contract/activity'
import type { ErrorCode } from '../contract/error-codes'
import type { HintKind } from '../contract/hints'
import type { ActionResult } from '../contract/requests'
import type { SettingsStore } from '../settings/store'
import type { Store } from '../state/store'
import { failureOf } from './problems'

const KIND_OF: Readonly<Partial<Record<ErrorCode, HintKind>>> = {
  not_allowed_by_policy: 'rules',
  restricted_field: 'rules',
  access_denied_by_odoo: 'rights',
  rate_limited: 'limit',
  timeout: 'slow',
}

export interface FirstHints {
  /** Looks at a row of the journal. */
  readonly note: (event: ActivityEvent) => void
  /** The user has read it: this kind is never explained again. */
  readonly dismiss: (hint: { readonly kind: HintKind }) => Promise<ActionResult>
}

/** Explains a kind of refusal the first time a client meets it, until the user has read that. */
export function createFirstHints({ settings, store }: { readonly settings: SettingsStore; readonly store: Store }): FirstHints {
  return {
    note: ({ code, clientName, clientId, model = '', modelLabel = model }) => {
      const kind = code === undefined ? undefined : KIND_OF[code]
      const { hints } = store.state()
      if (kind === undefined || settings.get().hintsRead.includes(kind) || hints.some((hint) => hint.kind === kind)) return
      store.dispatch({ type: 'hintsChanged', hints: [...hints, { kind, clientName: clientName === '' ? clientId : clientName, model: modelLabel }] })
    },
    dismiss: async ({ kind }) => {
      try {
        await settings.update((before) => ({ ...before, hintsRead: [...new Set([...before.hintsRead, kind])] }))
      } catch (error) {
        return failureOf(error)
      }
      store.dispatch({ type: 'hintsChanged', hints: store.state().hints.filter((hint) => hint.kind !== kind) })
      return { ok: true }
    },
  }
}
