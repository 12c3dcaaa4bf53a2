import type { FoundOdoo } from '../../../src/contract/found-odoo'
import { useAction } from '../../bridge/use-action'
import { useBridge } from '../../bridge/services'
import { Button, LinkButton } from '../../components/button'
import { Card } from '../../components/card'
import { Failure } from '../../components/failure'
import { useText } from '../../i18n/text'
import { ReaderHelp } from './reader-help'

/** How to make an API key, in the words of the menus of the Odoo that was found; of all versions together before. */
export function KeyHelp({ found }: { readonly found: FoundOdoo | null }) {
  const t = useText()
  const bridge = useBridge()
  const action = useAction()
  const words = found === null ? 'unknown' : found.major >= 19 ? 'preferences' : 'profile'
  const ends = found === null ? 'unknown' : found.major >= 18 ? 'yes' : 'no'
  return (
    <Card title={t('keys.title')} aside={found === null ? undefined : t('keys.version', { version: found.version })}>
      <div className="prose">
        <ol className="steps-list">
          <li>{t('keys.step1', { words })}</li>
          <li>{t('keys.step2', { words })}</li>
          <li>{t('keys.step3', { words, ends })}</li>
          <li>{t('keys.step4')}</li>
        </ol>
        {found !== null && found.major <= 15 && <p className="muted">{t('keys.developer')}</p>}
        <div className="actions">
          {found !== null && <Button onClick={() => void action.run(() => bridge.openExternal({ link: 'odoo_keys', odoo: 'found' }))}>{t('keys.open')}</Button>}
          <LinkButton onClick={() => void action.run(() => bridge.openExternal({ link: 'odoo_api_docs' }))}>{t('keys.docs')}</LinkButton>
        </div>
        <h3>{t('keys.reader')}</h3>
        <p className="muted">{t('keys.reader.about')}</p>
        <ReaderHelp odooVersion={found?.version ?? null} />
        {found !== null && (
          <p>
            <LinkButton onClick={() => void action.run(() => bridge.openExternal({ link: 'odoo_users', odoo: 'found' }))}>{t('rights.users')}</LinkButton>
          </p>
        )}
        <h3>{t('keys.where')}</h3>
        <p className="muted">{t('keys.where.about')}</p>
        <Failure failure={action.failure} />
      </div>
    </Card>
  )
}
