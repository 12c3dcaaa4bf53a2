import { useCallback, useMemo, useState } from 'react'
import type { Policy } from '../../../src/contract/access'
import { activeConnection } from '../../../src/state/predicates'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Failure } from '../../components/failure'
import { ViewHead } from '../../components/view-head'
import { useText } from '../../i18n/text'
import { useNavigation } from '../../shell/navigation'
import { AlwaysRefused } from './always-refused'
import { Areas } from './areas'
import { Decisions } from './decisions'
import { Glossary } from './glossary'
import { HiddenFields } from './hidden-fields'
import { HiddenKinds } from './hidden-kinds'
import { Limits } from './limits'
import { ModelFields } from './model-fields'
import { OwnModels } from './own-models'
import { Preview } from './preview'
import { RowRules } from './row-rules'
import { RulesFor } from './rules-for'
import { SheetDialog } from './sheet-dialog'
import { PolicyContext } from './use-policy'
import { useTold } from './use-told'
import './access.css'

/** The model that the preview begins with: every Odoo has it, and everybody knows what is in it. */
const FIRST_MODEL = 'res.partner'

/** What each client may see: Odoo's own rights, narrowed by areas, kinds of data and single rules. */
export function AccessView() {
  const t = useText()
  const bridge = useBridge()
  const state = useAppState()
  const action = useAction()
  const { intent } = useNavigation()
  const [chosenId, setChosenId] = useState(intent?.kind === 'rules_of' ? intent.clientId : undefined)
  const [model, setModel] = useState(FIRST_MODEL)
  const [isSheetOpen, setIsSheetOpen] = useState(false)

  const chosen = state.clients.find(({ id }) => id === chosenId)
  const clientId = chosen?.id
  const policy = chosen?.policy ?? state.settings.policy
  const { run } = action
  const save = useCallback(
    (changed: Policy | null) => run(() => bridge.setPolicy({ clientId, policy: changed })),
    [run, bridge, clientId],
  )
  const shown = useMemo(() => ({ policy, clientId, save }), [policy, clientId, save])
  const askModels = useCallback(() => bridge.getAccessModels({ clientId }), [bridge, clientId])
  const models = useTold(`${clientId ?? ''} ${state.connection.kind}`, askModels, policy)
  const known = models.status === 'told' && models.told.ok ? models.told.models : []
  const isCommonSeenByOne = chosen !== undefined && chosen.policy === undefined
  const login = activeConnection(state)?.login

  return (
    <div className="view-body">
      <ViewHead
        title={t('access.title')}
        actions={<Button onClick={() => { setIsSheetOpen(true) }}>{t('sheet.open')}</Button>}
      >
        <p>{login === undefined ? t('access.about.none') : t('access.about', { login })}</p>
      </ViewHead>
      <RulesFor
        clients={state.clients}
        chosen={chosen}
        pending={action.pending}
        onChoose={(id) => {
          action.clear()
          setChosenId(id)
        }}
        onOwn={() => void save(policy)}
        onCommon={() => void save(null)}
      />
      <Failure failure={action.failure} />
      <PolicyContext value={shown}>
        <div className="columns even">
          <fieldset className="stack plain-fieldset" disabled={isCommonSeenByOne} aria-label={t('rules.label')}>
            <Areas />
            <HiddenKinds />
            <OwnModels />
            <HiddenFields />
            <RowRules />
            <Limits key={`${clientId ?? ''} ${JSON.stringify(policy.limits)}`} />
          </fieldset>
          <div className="stack">
            <Preview models={known} model={model} onChoose={setModel} />
            <fieldset className="plain-fieldset" disabled={isCommonSeenByOne} aria-label={t('rules.fields')}>
              <ModelFields key={model} model={model} />
            </fieldset>
            <Decisions />
            <Glossary />
            <AlwaysRefused others={policy.models.others} />
          </div>
        </div>
        <SheetDialog
          open={isSheetOpen}
          clientId={clientId}
          onClose={() => {
            setIsSheetOpen(false)
          }}
        />
      </PolicyContext>
    </div>
  )
}
