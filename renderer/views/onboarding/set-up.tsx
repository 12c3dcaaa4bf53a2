import { useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { useText } from '../../i18n/text'
import { useNavigation } from '../../shell/navigation'

/** Opens the first steps (again); they then go on after a restart too. */
export function SetUp({ kind = 'primary' }: { readonly kind?: 'primary' | 'plain' }) {
  const t = useText()
  const bridge = useBridge()
  const { go } = useNavigation()
  return (
    <Button
      kind={kind}
      onClick={() => {
        // That it is remembered matters at the next start only.
        bridge.noteOnboarding({ what: 'opened' }).catch(() => undefined)
        go('overview', { kind: 'set_up' })
      }}
    >
      {t('onboarding.open')}
    </Button>
  )
}
