import type { ConnectionStatus } from '../../src/contract/app-state'
import { activeConnection } from '../../src/state/predicates'
import { useAppState } from '../bridge/services'
import { useFormats, useText } from '../i18n/text'

interface ProblemDetailsProps {
  readonly status: Extract<ConnectionStatus, { kind: 'problem' }>
}

/** What somebody who helps asks for, folded away. The address goes without path, user and query: a person may have typed a secret there. */
export function ProblemDetails({ status: { problem, at } }: ProblemDetailsProps) {
  const t = useText()
  const formats = useFormats()
  const active = activeConnection(useAppState())
  const address = active === undefined ? null : originOf(active.url)
  return (
    <details className="folded">
      <summary>{t('details.title')}</summary>
      <dl className="details">
        <dt>{t('details.code')}</dt>
        <dd className="technical">{problem.code}</dd>
        {problem.httpStatus !== undefined && (
          <>
            <dt>{t('details.status')}</dt>
            <dd>{problem.httpStatus}</dd>
          </>
        )}
        <dt>{t('details.at')}</dt>
        <dd>{formats.moment(at)}</dd>
        {address !== null && (
          <>
            <dt>{t('details.address')}</dt>
            <dd>{address}</dd>
          </>
        )}
      </dl>
    </details>
  )
}

/** Null for what is no address. `URL.canParse` would ask for a newer Chromium than the oldest this runs on. */
function originOf(url: string): string | null {
  try {
    return new URL(url).origin
  } catch {
    return null
  }
}
