import { useEffect, useRef, useState } from 'react'
import type { Authority, ProvisionOffer, RuleChoice } from '../../../src/contract/provisioning'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button, LinkButton } from '../../components/button'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { TextField } from '../../components/text-field'
import { useFormats, useText } from '../../i18n/text'
import { useNavigation } from '../../shell/navigation'
import { TestStages } from '../connections/test-stages'
import { useTestProgress } from '../connections/use-test-progress'
import { OfferedRules } from './offered-rules'
import { OfferedWords } from './offered-words'

interface OfferProps {
  readonly offer: ProvisionOffer
  readonly onCancel: () => void
}

/** Whereto a connection file leads, as whom and with which rules; then the key. */
export function Offer({ offer, onCancel }: OfferProps) {
  const t = useText()
  const bridge = useBridge()
  const { go } = useNavigation()
  const { connection } = useAppState()
  const action = useAction()
  const memory = useAction()
  const help = useAction()
  const progress = useTestProgress()
  // Read from the field when it is needed: the key never becomes part of the window's state.
  const field = useRef<HTMLInputElement>(null)
  const choices = useRef<HTMLFieldSetElement>(null)
  const stages = useRef<HTMLDivElement>(null)
  const [chosen, setChosen] = useState<{ readonly offerId: string; readonly rules: RuleChoice } | null>(null)
  const [missing, setMissing] = useState<'key' | 'choice' | null>(null)

  const isNew = offer.existing === null
  const opensMore = offer.rules !== null && offer.rules.opens.length > 0
  // What would open anything is never what happens to be chosen; and a choice is for what was read when it was made.
  const rules = chosen?.offerId === offer.id ? chosen.rules : opensMore ? null : 'file'

  const isTesting = progress.test !== null && !progress.test.finished
  useEffect(() => {
    // The stages stand below what was read so far, and are what matters now.
    if (isTesting) stages.current?.focus()
  }, [isTesting])

  const accept = () => {
    const apiKey = field.current?.value.trim() ?? ''
    if (rules === null) {
      setMissing('choice')
      choices.current?.querySelector('input')?.focus()
      return
    }
    if (isNew && apiKey === '') {
      setMissing('key')
      field.current?.focus()
      return
    }
    setMissing(null)
    if (isNew) progress.begin()
    void action.run(() => bridge.acceptProvision({ offerId: offer.id, apiKey, rules })).then((done) => {
      if (done && isNew) go('overview')
    })
  }
  const keychainFails = connection.kind === 'problem' && connection.problem.code.startsWith('keychain_')
  const testFailed = progress.test !== null && progress.test.finished && !progress.test.ok

  return (
    <form
      className="provision"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        accept()
      }}
    >
      <p className="muted">{t('provision.about', { file: offer.fileName })}</p>
      <div className="provision-address">
        <span className="muted small">{t('provision.address')}</span>
        <p>{offer.url}</p>
      </div>
      {isNew ? <p>{t('provision.trust')}</p> : <Message tone="plain" message={t('provision.existing')} hint={t('provision.existing.hint')} />}
      <dl className="details">
        {offer.database !== '' && (
          <>
            <dt>{t('connection.database')}</dt>
            <dd>{offer.database}</dd>
          </>
        )}
        <dt>{t('connection.login')}</dt>
        <dd>{offer.login}</dd>
        <dt>{t('field.name')}</dt>
        <dd>{offer.name}</dd>
      </dl>
      <Authorities authorities={offer.authorities} changes={offer.changesAuthorities ? 'yes' : 'no'} />
      <OfferedRules
        rules={offer.rules}
        others={offer.otherConnections}
        chosen={rules}
        fieldset={choices}
        missing={missing === 'choice' ? 'yes' : 'no'}
        onChoose={(choice) => {
          setMissing(null)
          setChosen({ offerId: offer.id, rules: choice })
        }}
      />
      <OfferedWords glossary={offer.glossary} />
      {isNew && (
        <>
          <TextField
            label={t('field.apiKey')}
            type="password"
            name="api-key"
            ref={field}
            maxLength={512}
            about={t('provision.key.about', { login: offer.login })}
            wrong={missing === 'key' ? t('fault.apiKey') : undefined}
          />
          <p className="small">
            <LinkButton onClick={() => void help.run(() => bridge.openExternal({ link: 'odoo_api_docs' }))}>{t('keys.docs')}</LinkButton>
          </p>
          <Failure failure={help.failure} />
          <div ref={stages} tabIndex={-1} className="provision-stages">
            <TestStages test={action.failure === null || testFailed ? progress.test : null} />
          </div>
        </>
      )}
      {keychainFails && (
        <Message tone="warn" message={connection.problem.message} hint={connection.problem.hint}>
          <Button pending={memory.pending} onClick={() => void memory.run(() => bridge.useMemoryUntilQuit({}))}>
            {t('action.memory')}
          </Button>
        </Message>
      )}
      <Failure failure={memory.failure} />
      <div className="provision-foot">
        <Failure failure={testFailed ? null : action.failure} />
        <div className="actions">
          <Button onClick={onCancel}>{t('action.cancel')}</Button>
          <Button kind="primary" type="submit" pending={action.pending}>
            {t(isNew ? (action.pending ? 'replace.testing' : 'provision.accept') : 'provision.accept.update')}
          </Button>
        </div>
      </div>
    </form>
  )
}

/** Whoever holds the key of an authority can pass for the Odoo, so it is named as its owner can name it. */
function Authorities({ authorities, changes }: { readonly authorities: readonly Authority[]; readonly changes: 'yes' | 'no' }) {
  const t = useText()
  const formats = useFormats()
  if (authorities.length === 0) return null
  return (
    <section className="provision-part">
      <h3>{t('provision.authorities')}</h3>
      <p className="muted">{t(changes === 'yes' ? 'provision.authorities.about' : 'provision.authorities.same')}</p>
      <ul className="stack-small">
        {authorities.map(({ name, fingerprint, validUntil }) => (
          <li key={fingerprint}>
            {t('provision.authority', { name, date: formats.date(validUntil) })}
            <code className="fingerprint">{fingerprint}</code>
          </li>
        ))}
      </ul>
    </section>
  )
}
