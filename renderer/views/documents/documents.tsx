import { useState } from 'react'
import privacy from '../../../PRIVACY.md?raw'
import security from '../../../SECURITY.md?raw'
import { LinkButton } from '../../components/button'
import { useText } from '../../i18n/text'
import { DocumentDialog } from './document-dialog'

const TEXTS = { privacy, security } as const

/** The way to the documents that come with Vitrine. */
export function Documents() {
  const t = useText()
  const [shown, setShown] = useState<keyof typeof TEXTS | null>(null)
  return (
    <div className="actions links">
      {(['privacy', 'security'] as const).map((name) => (
        <LinkButton
          key={name}
          onClick={() => {
            setShown(name)
          }}
        >
          {t(`documents.${name}`)}
        </LinkButton>
      ))}
      {shown !== null && (
        <DocumentDialog
          title={t(`documents.${shown}`)}
          text={TEXTS[shown]}
          open
          onClose={() => {
            setShown(null)
          }}
        />
      )}
    </div>
  )
}
