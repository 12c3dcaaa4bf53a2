import { useAppState } from '../../bridge/services'
import { Card } from '../../components/card'
import { useText } from '../../i18n/text'

export function Notices() {
  const t = useText()
  const { notices } = useAppState()
  if (notices.length === 0) return null
  return (
    <Card title={t('notices.title')}>
      <ul className="rows">
        {notices.map(({ id, message, hint }) => (
          <li key={id}>
            <p>{message}</p>
            {hint !== '' && <p className="muted small">{hint}</p>}
          </li>
        ))}
      </ul>
    </Card>
  )
}
