import { CopyField } from '../../components/copy-field'
import { Message } from '../../components/message'
import { useText } from '../../i18n/text'

/** A key that was just made, the only time that it can be seen. */
export function ShownKey({ apiKey }: { readonly apiKey: string }) {
  const t = useText()
  return (
    <div className="key-form">
      <Message tone="warn" role="status" message={t('shownKey.once')} hint={t('shownKey.once.hint')} />
      <CopyField label={t('shownKey.label')} text={apiKey} />
    </div>
  )
}
