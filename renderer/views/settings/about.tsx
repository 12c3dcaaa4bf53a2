import { useState } from 'react'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { LinkButton } from '../../components/button'
import { Card } from '../../components/card'
import { Failure } from '../../components/failure'
import { useText } from '../../i18n/text'
import { RemoveEverything } from './remove-everything'
import { SupportDialog } from './support-dialog'

export function About() {
  const t = useText()
  const bridge = useBridge()
  const { app } = useAppState()
  const action = useAction()
  const [asksForHelp, setAsksForHelp] = useState(false)
  const [removes, setRemoves] = useState(false)
  return (
    <Card title={t('about.title')}>
      <div className="privacy">
        <p className="muted">{t('about.words')}</p>
        <dl className="details">
          <dt>{t('about.version')}</dt>
          <dd>{app.version}</dd>
          <dt>{t('about.electron')}</dt>
          <dd>{app.electron}</dd>
          <dt>{t('about.platform')}</dt>
          <dd>{t(`platform.${app.platform}`)}</dd>
          <dt>{t('about.licence')}</dt>
          <dd>{t('about.licence.name')}</dd>
        </dl>
        <div className="actions links">
          <LinkButton onClick={() => void action.run(() => bridge.showInFolder({ what: 'log' }))}>{t('about.log')}</LinkButton>
          <LinkButton
            onClick={() => {
              setAsksForHelp(true)
            }}
          >
            {t('support.open')}
          </LinkButton>
          <LinkButton
            onClick={() => {
              setRemoves(true)
            }}
          >
            {t('removal.open')}
          </LinkButton>
        </div>
        <Failure failure={action.failure} />
        {asksForHelp && (
          <SupportDialog
            onClose={() => {
              setAsksForHelp(false)
            }}
          />
        )}
        {removes && (
          <RemoveEverything
            onClose={() => {
              setRemoves(false)
            }}
          />
        )}
      </div>
    </Card>
  )
}
