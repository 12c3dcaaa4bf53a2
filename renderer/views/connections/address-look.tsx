import { CircleCheck, LoaderCircle, TriangleAlert } from 'lucide-react'
import { useSaid, useText } from '../../i18n/text'
import type { OdooLook } from './use-odoo-look'

/** What answers at the address, under its field. */
export function AddressLook({ look }: { readonly look: OdooLook }) {
  const t = useText()
  const said = useSaid()
  return (
    <div className={`address-look ${look.status}`} role="status">
      {look.status === 'looking' && (
        <>
          <LoaderCircle size={14} aria-hidden="true" />
          <p className="after-delay">{t('look.looking')}</p>
        </>
      )}
      {look.status === 'found' && (
        <>
          <CircleCheck size={14} aria-hidden="true" />
          <p>{t('look.found', { version: look.found.version })}</p>
        </>
      )}
      {look.status === 'nothing' && (
        <>
          <TriangleAlert size={14} aria-hidden="true" />
          <p>
            {said([look.message, look.hint])}
          </p>
        </>
      )}
    </div>
  )
}
