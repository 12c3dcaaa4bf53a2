import { MoveRight } from 'lucide-react'
import { useText } from '../i18n/text'
import './data-path.css'

/** Odoo → this computer → Claude, drawn and said. */
export function DataPath() {
  const t = useText()
  return (
    <figure className="data-path" aria-label={t('path.label')}>
      <div className="data-path-line" aria-hidden="true">
        <b>{t('path.odoo')}</b>
        <MoveRight size={18} strokeWidth={1.4} />
        <b className="here">{t('path.here')}</b>
        <MoveRight size={18} strokeWidth={1.4} />
        <b>{t('path.claude')}</b>
      </div>
      <figcaption>{t('path.words')}</figcaption>
    </figure>
  )
}
