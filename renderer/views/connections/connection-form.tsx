import { useEffect, useRef, useState, type FocusEvent, type ReactNode } from 'react'
import type { FoundOdoo } from '../../../src/contract/found-odoo'
import type { ConnectionDraft } from '../../../src/contract/requests'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { TextField } from '../../components/text-field'
import { useText } from '../../i18n/text'
import { AddressLook } from './address-look'
import { DatabaseField } from './database-field'
import { checkDraft, type DraftFaults } from './draft'
import { KeyHelp } from './key-help'
import { TestStages } from './test-stages'
import { useOdooLook } from './use-odoo-look'
import { useTestProgress } from './use-test-progress'

interface ConnectionFormProps {
  readonly label: string
  /** It is stored and connected. */
  readonly onAdded: () => void
  /** Beside the form's own buttons. */
  readonly children?: ReactNode
}

/**
 * The form for a connection, with help in the words of the Odoo that answers at the address. It tests in stages while one watches,
 * and stores nothing until everything passed.
 */
export function ConnectionForm({ label, onAdded, children }: ConnectionFormProps) {
  const t = useText()
  const bridge = useBridge()
  const state = useAppState()
  const form = useRef<HTMLFormElement>(null)
  const action = useAction()
  const memory = useAction()
  const progress = useTestProgress()
  const { look, lookAt } = useOdooLook()
  const [faults, setFaults] = useState<DraftFaults>({})
  const [running, setRunning] = useState<'test' | 'add' | null>(null)
  const found = look.status === 'found' ? look.found : null
  const atDatabase = progress.test?.stages.some(({ name, status }) => name === 'database' && status === 'failed') ?? false

  const read = (): ConnectionDraft | null => {
    if (form.current === null) return null
    // Fields are read when they are needed: the key never becomes part of the window's state.
    const typed = new FormData(form.current)
    const checked = checkDraft((name) => String(typed.get(name) ?? ''))
    setFaults(checked.faults)
    if (checked.draft === null) {
      const wrong = Object.keys(checked.faults)[0]
      const field = wrong === undefined ? null : form.current.elements.namedItem(wrong)
      if (field instanceof HTMLElement) {
        const folded = field.closest('details')
        if (folded !== null) folded.open = true
        field.focus()
      }
    }
    return checked.draft
  }
  const test = async () => {
    const draft = read()
    if (draft === null || running !== null) return
    setRunning('test')
    progress.begin()
    await action.run(async () => {
      progress.finish(await bridge.testConnection({ draft }))
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
    onAdded()
  }
  const onAddressLeft = ({ currentTarget }: FocusEvent<HTMLInputElement>) => {
    const typed = new FormData(currentTarget.form ?? undefined)
    void lookAt(currentTarget.value, String(typed.get('caFile') ?? '').trim())
  }
  useTidyAddress(form, found)
  const keychainFails = state.connection.kind === 'problem' && state.connection.problem.code.startsWith('keychain_')

  return (
    <div className="columns add-columns">
      <form
        ref={form}
        className="card stack-small"
        aria-label={label}
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
        <div className="stack-tight">
          <TextField
            label={t('field.url')}
            name="url"
            inputMode="url"
            placeholder="company.odoo.com"
            about={t('field.url.about')}
            maxLength={2048}
            onBlur={onAddressLeft}
            wrong={faults.url === undefined ? undefined : t(faults.url)}
          />
          <AddressLook look={look} />
        </div>
        <DatabaseField found={found} told={progress.test?.databases} asked={atDatabase ? 'yes' : 'no'} />
        <TextField label={t('field.login')} name="login" placeholder="you@company.com" about={t('field.login.about')} maxLength={256} wrong={faults.login === undefined ? undefined : t(faults.login)} />
        <TextField
          label={t('field.apiKey')}
          name="apiKey"
          type="password"
          about={t('field.apiKey.about')}
          maxLength={512}
          wrong={faults.apiKey === undefined ? undefined : t(faults.apiKey)}
        />
        <details className="advanced">
          <summary>{t('add.advanced')}</summary>
          <TextField label={t('field.name')} name="name" optional="optional" about={t('field.name.about')} maxLength={80} />
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
          {children}
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
        <KeyHelp found={found} />
      </div>
    </div>
  )
}

/** Puts the plain address of the Odoo that was found in place of the page of it that was pasted. */
function useTidyAddress(form: React.RefObject<HTMLFormElement | null>, found: FoundOdoo | null) {
  useEffect(() => {
    const field = form.current?.elements.namedItem('url')
    if (found !== null && field instanceof HTMLInputElement && document.activeElement !== field) field.value = found.url
  }, [form, found])
}
