import { Lightbulb } from 'lucide-react'
import type { Hint, HintKind } from '../../../src/contract/hints'
import type { ViewName } from '../../../src/contract/requests'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { useText } from '../../i18n/text'
import { useNavigation } from '../../shell/navigation'
import { AttentionItem } from './attention-item'

/** Where something can be done, or at least seen. */
const VIEW_OF: Readonly<Record<HintKind, ViewName>> = { rules: 'access', rights: 'activity', limit: 'access', slow: 'activity' }

/** What happened to a client for the first time, and why. */
export function FirstHints() {
  const { hints } = useAppState()
  return hints.map((hint) => <FirstHint key={hint.kind} hint={hint} />)
}

function FirstHint({ hint: { kind, clientName, model } }: { readonly hint: Hint }) {
  const t = useText()
  const bridge = useBridge()
  const action = useAction()
  const { go } = useNavigation()
  const view = VIEW_OF[kind]
  return (
    <AttentionItem
      icon={<Lightbulb size={16} aria-hidden="true" />}
      calm="yes"
      message={t(model === '' ? `hint.${kind}.noModel` : `hint.${kind}`, { client: clientName, model })}
      hint={action.failure?.message ?? t(`hint.${kind}.about`)}
    >
      <Button
        onClick={() => {
          go(view)
        }}
      >
        {t('help.go', { view: t(`view.${view}`) })}
      </Button>
      <Button kind="quiet" pending={action.pending} onClick={() => void action.run(() => bridge.dismissHint({ kind }))}>
        {t('hint.read')}
      </Button>
    </AttentionItem>
  )
}
