import { useAppState } from '../../bridge/services'
import { ViewHead } from '../../components/view-head'
import { useText } from '../../i18n/text'
import { activeConnection } from '../../../src/state/predicates'
import { AlwaysRefused } from './always-refused'
import { Glossary } from './glossary'
import { HiddenFields } from './hidden-fields'
import { HiddenModels } from './hidden-models'
import './access.css'

/** What Claude may see: Odoo's own rights, minus what is always refused, minus what the person hides here. */
export function AccessView() {
  const t = useText()
  const state = useAppState()
  const login = activeConnection(state)?.login
  return (
    <div className="view-body">
      <ViewHead title={t('access.title')}>
        <p>{login === undefined ? t('access.about.none') : t('access.about', { login })}</p>
      </ViewHead>
      <div className="columns even">
        <div className="stack">
          <HiddenModels />
          <HiddenFields />
          <Glossary />
        </div>
        <AlwaysRefused />
      </div>
    </div>
  )
}
