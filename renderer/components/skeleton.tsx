import { useText } from '../i18n/text'

/** Grey lines where text will be. They stay invisible for the first 300 ms, so that what is quick does not flicker. */
export function Skeleton({ lines }: { readonly lines: number }) {
  const t = useText()
  return (
    <div className="skeleton after-delay" role="status" aria-label={t('loading')}>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  )
}
