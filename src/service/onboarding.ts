import type { ActionResult, ArgsOf } from '../contract/requests'
import type { FoundOdoo, LookResult } from '../contract/found-odoo'
import type { Settings } from '../settings/schema'
import type { SettingsStore } from '../settings/store'
import type { Store } from '../state/store'
import { failureOf, problemOf } from './problems'

export interface OnboardingDeps {
  readonly settings: SettingsStore
  readonly store: Store
  readonly readCa: (caFile: string) => Promise<string>
  readonly find: (address: { readonly url: string; readonly ca?: string; readonly signal: AbortSignal }) => Promise<FoundOdoo>
}

/** The first steps, as far as they are more than a connection, a policy and a registration. */
export interface Onboarding {
  /** Looks for an Odoo at a typed address. Only one look runs at a time: a new one ends the one before. */
  readonly look: (address: ArgsOf<'lookForOdoo'>) => Promise<LookResult>
  readonly note: (note: ArgsOf<'noteOnboarding'>) => Promise<ActionResult>
  /** Ends a look that is under way. */
  readonly stop: () => void
}

export function createOnboarding({ settings, store, readCa, find }: OnboardingDeps): Onboarding {
  let looking: AbortController | null = null
  return {
    look: async ({ url, caFile }) => {
      looking?.abort()
      const abort = new AbortController()
      looking = abort
      store.dispatch({ type: 'odooFound', found: null })
      try {
        const found = await find({ url, signal: abort.signal, ...(caFile === '' ? {} : { ca: await readCa(caFile) }) })
        if (!abort.signal.aborted) store.dispatch({ type: 'odooFound', found })
        return { ok: true, found }
      } catch (error) {
        const { message, hint } = problemOf(error)
        return { ok: false, message, hint }
      }
    },

    note: async ({ what }) => {
      try {
        await settings.update((before) => ({ ...before, onboarding: noted(before.onboarding, what) }))
        return { ok: true }
      } catch (error) {
        return failureOf(error)
      }
    },

    stop: () => looking?.abort(),
  }
}

function noted(before: Settings['onboarding'], what: ArgsOf<'noteOnboarding'>['what']): Settings['onboarding'] {
  return what === 'access_chosen' ? { ...before, accessChosen: true } : { ...before, left: what === 'left' }
}
