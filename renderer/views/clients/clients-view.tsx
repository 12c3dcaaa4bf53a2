import { ViewHead } from '../../components/view-head'
import { useText } from '../../i18n/text'
import { ClaudeCard } from './claude-card'
import { ClientKeys } from './client-keys'
import { OtherClients } from './other-clients'
import { Sessions } from './sessions'
import './clients.css'

/** Who may ask: the clients that Vitrine registers itself, the keys of all, and the sessions that are open now. */
export function ClientsView() {
  const t = useText()
  return (
    <div className="view-body">
      <ViewHead title={t('clients.title')}>
        <p>{t('clients.about')}</p>
      </ViewHead>
      <ClaudeCard />
      <OtherClients />
      <ClientKeys />
      <Sessions />
    </div>
  )
}
