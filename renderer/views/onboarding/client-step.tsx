import { useEffect } from 'react'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button, LinkButton } from '../../components/button'
import { Card } from '../../components/card'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { useText } from '../../i18n/text'
import { useNavigation } from '../../shell/navigation'
import { OtherClients } from '../clients/other-clients'
import { RegistrationSteps } from '../clients/registration-steps'
import { useRegistration } from '../clients/use-registration'
import type { StepProps } from './step'
import '../clients/clients.css'

const CLAUDE = 'claude-desktop'

/** Claude Desktop's registration, with the change shown at once; where there is no Claude, the other ways. */
export function ClientStep({ isDone, onNext }: StepProps) {
  const t = useText()
  const bridge = useBridge()
  const { claude } = useAppState()
  const { go } = useNavigation()
  const registration = useRegistration(CLAUDE)
  const aside = useAction()
  const { start, view } = registration
  const isThere = claude.kind !== 'not_installed'
  const begins = !isDone && isThere && claude.kind !== 'registered'
  useEffect(() => {
    if (begins) start('register')
  }, [begins, start])

  return (
    <>
      {claude.kind === 'registered' && <Message tone="ok" message={t('claude.registered')} hint={t('claude.registered.hint')} />}
      {isThere ? (
        claude.kind !== 'registered' && (
          <Card title={t('claude.title')} aside={t(claude.running ? 'claude.running' : 'claude.stopped')}>
            {claude.kind !== 'not_registered' && <p>{t(`claude.${claude.kind}`)}</p>}
            <RegistrationSteps registration={registration} name={t('claude.title')} running={claude.running ? 'yes' : 'no'} afterwards="" />
            {view.status === 'none' && (
              <div className="actions">
                <Button
                  kind="primary"
                  onClick={() => {
                    start('register')
                  }}
                >
                  {t('onboarding.client.show')}
                </Button>
              </div>
            )}
          </Card>
        )
      ) : (
        <>
          <Message tone="plain" message={t('claude.not_installed')} hint={t('onboarding.client.absent')}>
            <Button kind="primary" onClick={() => void aside.run(() => bridge.openExternal({ link: 'claude_download' }))}>
              {t('claude.action.download')}
            </Button>
          </Message>
          <OtherClients />
        </>
      )}
      <Failure failure={aside.failure} />
      <div className="actions">
        {isDone && (
          <Button kind="primary" onClick={onNext}>
            {t('onboarding.continue')}
          </Button>
        )}
        <LinkButton
          onClick={() => {
            go('clients')
          }}
        >
          {t('onboarding.client.other')}
        </LinkButton>
      </div>
    </>
  )
}
