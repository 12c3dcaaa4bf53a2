import { useText } from '../../i18n/text'

/** How to make a user that may only read, in the words of the menus of this version of Odoo; null where it is not known. */
export function ReaderHelp({ odooVersion }: { readonly odooVersion: string | null }) {
  const t = useText()
  const major = odooVersion === null ? 0 : majorOf(odooVersion)
  return (
    <details className="advanced">
      <summary>{t('reader.title')}</summary>
      <ol className="steps-list">
        <li>{t('reader.step1')}</li>
        <li>{t('reader.step2', { role: major >= 19 ? 'yes' : 'no' })}</li>
        <li>{t('reader.step3', { ways: major >= 20 ? 'accesses' : 'rights' })}</li>
        <li>{t('reader.step4', { page: major === 0 ? 'unknown' : major >= 19 ? 'preferences' : 'profile' })}</li>
      </ol>
    </details>
  )
}

/** `19.0`, `saas~18.3`, `17.0-20240709` → 19, 18, 17. */
function majorOf(odooVersion: string): number {
  return Number(/\d+/.exec(odooVersion)?.[0] ?? 0)
}
