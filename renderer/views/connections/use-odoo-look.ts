import { useCallback, useRef, useState } from 'react'
import type { FoundOdoo } from '../../../src/contract/found-odoo'
import type { Said } from '../../../src/i18n/sentence'
import { useBridge } from '../../bridge/services'
import { useText } from '../../i18n/text'
import { checkedAddress } from './draft'

export type OdooLook =
  | { readonly status: 'none' }
  | { readonly status: 'looking' }
  | { readonly status: 'found'; readonly found: FoundOdoo }
  | { readonly status: 'nothing'; readonly message: Said; readonly hint: Said }

/** Looks for an Odoo at the address as soon as it is typed; answers to what was typed before are dropped. */
export function useOdooLook(): { readonly look: OdooLook; readonly lookAt: (typed: string, caFile: string) => Promise<void> } {
  const t = useText()
  const bridge = useBridge()
  const [look, setLook] = useState<OdooLook>({ status: 'none' })
  const last = useRef('')

  const lookAt = useCallback(
    async (typed: string, caFile: string) => {
      const { url, fault } = checkedAddress(typed)
      const wanted = `${url}\n${caFile}`
      if (wanted === last.current) return
      last.current = wanted
      if (fault !== undefined) {
        setLook({ status: 'none' })
        return
      }
      setLook({ status: 'looking' })
      const result = await bridge.lookForOdoo({ url, caFile }).catch(() => ({ ok: false, message: t('failure.message'), hint: t('failure.hint') }) as const)
      if (last.current !== wanted) return
      // The field then shows the plain address, which is not to be looked at once more.
      if (result.ok) last.current = `${result.found.url}\n${caFile}`
      setLook(result.ok ? { status: 'found', found: result.found } : { status: 'nothing', message: result.message, hint: result.hint })
    },
    [bridge, t],
  )
  return { look, lookAt }
}
