import { EyeOff } from 'lucide-react'
import { withModel } from '../../../src/state/policy-edits'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Failure } from '../../components/failure'
import { useText } from '../../i18n/text'

/** The shortest way from "Claude read this?" to "not any more". */
export function HideModel({ model, label }: { readonly model: string; readonly label: string }) {
  const t = useText()
  const bridge = useBridge()
  const action = useAction()
  const { policy } = useAppState().settings
  if (policy.models.hide.includes(model)) return <p className="muted">{t('detail.modelHidden', { label })}</p>
  return (
    <>
      <Button
        icon={<EyeOff size={14} aria-hidden="true" />}
        pending={action.pending}
        onClick={() => void action.run(() => bridge.setPolicy({ policy: withModel(policy, model, 'hide') }))}
      >
        {t('detail.hideModel', { label })}
      </Button>
      <Failure failure={action.failure} />
    </>
  )
}
