import { useAppState } from '../../bridge/services'
import { Card } from '../../components/card'
import { isSilent } from '../../../src/i18n/sentence'
import { useSaid, useText } from '../../i18n/text'

export function Notices() {
  const t = useText()
  const said = useSaid()
  const { notices } = useAppState()
  if (notices.length === 0) return null
  return (
    <Card title={t('notices.title')}>
      <ul className="rows">
        {notices.map(({ id, message, hint }) => (
          <li key={id}>
            <p>{said(message)}</p>
            {!isSilent(hint) && <p className="muted small">{said(hint)}</p>}
          </li>
        ))}
      </ul>
    </Card>
  )
}
