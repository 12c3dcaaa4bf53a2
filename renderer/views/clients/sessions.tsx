import { useAppState } from '../../bridge/services'
import { Card } from '../../components/card'
import { useText } from '../../i18n/text'

/** Who has a session open at this moment. */
export function Sessions() {
  const t = useText()
  const { sessions } = useAppState().claude
  return (
    <Card title={t('sessions.title')} aside={sessions.length > 0 ? t('sessions.count', { count: sessions.length }) : undefined}>
      {sessions.length === 0 ? (
        <p className="muted">{t('sessions.none')}</p>
      ) : (
        <ul className="rows">
          {sessions.map(({ clientId, name, version }, index) => (
            <li key={index} className="session">
              <span>{name}</span>
              <span className="muted">{version}</span>
              <span className="technical">{clientId}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
