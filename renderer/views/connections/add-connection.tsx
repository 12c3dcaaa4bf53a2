import { ArrowLeft } from 'lucide-react'
import { useRef, useState } from 'react'
import type { StagedTest } from '../../../src/contract/app-state'
import type { ConnectionDraft } from '../../../src/contract/requests'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { TextField } from '../../components/text-field'
import { ViewHead } from '../../components/view-head'
import { useText } from '../../i18n/text'
import { useNavigation } from '../../shell/navigation'
import { checkDraft, type DraftFaults } from './draft'
import { KeyHelp } from './key-help'
import { TestStages } from './test-stages'
import { useTestProgress } from './use-test-progress'

/** The form for a connection. It tests in stages while one watches, and stores nothing until everything passed. */
export function AddConnection({ onClose }: { readonly onClose: () => void }) {
  const t = useText()
  const bridge = useBridge()
  const state = useAppState()
  const { go } = useNavigation()
  const form = useRef<HTMLFormElement>(null)
  const action = useAction()
  const memory = useAction()
  const progress = useTestProgress()
  const [faults, setFaults] = useState<DraftFaults>({})
  const [running, setRunning] = useState<'test' | 'add' | null>(null)

  const read = (): ConnectionDraft | null => {
    if (form.current === null) return null
    // Fields are read when they are needed: the key never becomes part of the window's state.
    const typed = new FormData(form.current)
    const checked = checkDraft((name) => String(typed.get(name) ?? ''))
    setFaults(checked.faults)
    if (checked.draft === null) {
      const wrong = Object.keys(checked.faults)[0]
      const field = wrong === undefined ? null : form.current.elements.namedItem(wrong)
      if (field instanceof HTMLElement) field.focus()
    }
    return checked.draft
  }
  const test = async () => {
    const draft = read()
    if (draft === null || running !== null) return
    setRunning('test')
    progress.begin()
    await action.run(async () => {
      const result: StagedTest = await bridge.testConnection({ draft })
      progress.finish(result)
      return { ok: true }
    })
    setRunning(null)
  }
  const add = async () => {
    const draft = read()
    if (draft === null || running !== null) return
    setRunning('add')
    progress.begin()
    const added = await action.run(() => bridge.addConnection({ draft }))
    setRunning(null)
    if (!added) return
    form.current?.reset()
    progress.clear()
    if (state.connections.length === 0) go('overview')
    else onClose()
  }
  const keychainFails = state.connection.kind === 'problem' && state.connection.problem.code.startsWith('keychain_')

  return (
    <>
      <ViewHead
        title={t('add.title')}
        actions={
          <Button kind="quiet" icon={<ArrowLeft size={14} aria-hidden="true" />} onClick={onClose}>
            {t('action.back')}
          </Button>
        }
      >
        <p>{t('add.about')}</p>
      </ViewHead>
      <div className="columns add-columns">
        <form
          ref={form}
          className="card stack-small"
          aria-label={t('add.title')}
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            void add()
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || running === null) return
            event.preventDefault()
            void bridge.cancelTest({})
          }}
        >
          <TextField
            label={t('field.url')}
            name="url"
            type="url"
            placeholder="https://company.odoo.com"
            about={t('field.url.about')}
            maxLength={2048}
            wrong={faults.url === undefined ? undefined : t(faults.url)}
          />
          <div className="pair">
            <TextField label={t('field.login')} name="login" placeholder="you@company.com" maxLength={256} wrong={faults.login === undefined ? undefined : t(faults.login)} />
            <TextField label={t('field.database')} name="database" optional="optional" about={t('field.database.about')} maxLength={128} />
          </div>
          <TextField
            label={t('field.apiKey')}
            name="apiKey"
            type="password"
            about={t('field.apiKey.about')}
            maxLength={512}
            wrong={faults.apiKey === undefined ? undefined : t(faults.apiKey)}
          />
          <TextField label={t('field.name')} name="name" optional="optional" about={t('field.name.about')} maxLength={80} />
          <details className="advanced">
            <summary>{t('add.advanced')}</summary>
            <TextField label={t('field.caFile')} name="caFile" optional="optional" about={t('field.caFile.about')} maxLength={4096} wrong={faults.caFile === undefined ? undefined : t(faults.caFile)} />
          </details>
          <div className="actions">
            <Button kind="primary" type="submit" pending={running !== null}>
              {t(running === 'add' ? 'add.connecting' : 'add.connect')}
            </Button>
            {running === null ? (
              <Button onClick={() => void test()}>{t('add.test')}</Button>
            ) : (
              <Button onClick={() => void bridge.cancelTest({})}>{t('add.cancel')}</Button>
            )}
          </div>
          <Failure failure={progress.test !== null && progress.test.finished && !progress.test.ok ? null : action.failure} />
          {keychainFails && state.connection.kind === 'problem' && (
            <Message tone="warn" message={state.connection.problem.message} hint={state.connection.problem.hint}>
              <Button pending={memory.pending} onClick={() => void memory.run(() => bridge.useMemoryUntilQuit({}))}>
                {t('action.memory')}
              </Button>
            </Message>
          )}
          <Failure failure={memory.failure} />
        </form>
        <div className="stack add-aside">
          <TestStages test={progress.test} />
          <KeyHelp />
        </div>
      </div>
    </>
  )
}
