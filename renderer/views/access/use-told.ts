import { useEffect, useState } from 'react'
import type { NotTold, Policy } from '../../../src/contract/access'
import { useText } from '../../i18n/text'

export type Told<T> = { readonly status: 'loading' } | { readonly status: 'told'; readonly told: T | NotTold }

/**
 * Asks the main process whenever `ask` is another function or the rules have changed; answers that come late are dropped. While it
 * asks the same thing again (`about` stays) the old answer is shown, so that changing a rule does not make a list flicker.
 */
export function useTold<T extends { readonly ok: true } | NotTold>(about: string, ask: () => Promise<T>, rules: Policy): Told<T> {
  const t = useText()
  const [answer, setAnswer] = useState<{ readonly about: string; readonly told: T | NotTold } | null>(null)

  useEffect(() => {
    let isWanted = true
    const take = (told: T | NotTold) => {
      if (isWanted) setAnswer({ about, told })
    }
    // What is answered depends on the rules, although the main process knows them without being told.
    void rules
    ask().then(take, () => {
      take({ ok: false, message: t('failure.message'), hint: t('failure.hint') })
    })
    return () => {
      isWanted = false
    }
  }, [about, ask, rules, t])
  return answer?.about === about ? { status: 'told', told: answer.told } : { status: 'loading' }
}
