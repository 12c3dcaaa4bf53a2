import { ViewHead } from '../../components/view-head'
import { useText } from '../../i18n/text'
import { ClaudeCard } from './claude-card'
import { Sessions } from './sessions'
import './clients.css'

/** Who may ask: Claude Desktop's registration and the sessions that are open now. */
export function ClientsView() {
  const t = useText()
  return (
    <div className="view-body">
      <ViewHead title={t('clients.title')}>
        <p>{t('clients.about')}</p>
      </ViewHead>
      <ClaudeCard />
      <Sessions />
    </div>
  )
}
