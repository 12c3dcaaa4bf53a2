import { useState } from 'react'
import type { ConnectionSummary } from '../../../src/contract/app-state'
import { daysUntil, warningDue } from '../../../src/contract/key-care'
import { useAction } from '../../bridge/use-action'
import { useBridge, useServices } from '../../bridge/services'
import { Button, LinkButton } from '../../components/button'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { useFormats, useText } from '../../i18n/text'
import { ExpiryDialog } from './expiry-dialog'

/** When the key ends, as far as anybody knows: a row of the connection's details. */
export function KeyExpiryRow({ connection }: { readonly connection: ConnectionSummary }) {
  const t = useText()
  const formats = useFormats()
  const { now } = useServices()
  const [saying, setSaying] = useState(false)
  const { keyExpiry = { kind: 'unknown' } } = connection
  const words =
    keyExpiry.kind === 'on'
      ? t(`expiry.${keyExpiry.certainty}`, { date: formats.date(keyExpiry.at), days: daysUntil(keyExpiry.at, now()), past: keyExpiry.at <= new Date(now()).toISOString() ? 'yes' : 'no' })
      : t(`expiry.${keyExpiry.kind}`)
  return (
    <>
      <dt>{t('expiry.label')}</dt>
      <dd>
        {words}{' '}
        <LinkButton
          aria-haspopup="dialog"
          onClick={() => {
            setSaying(true)
          }}
        >
          {t(keyExpiry.kind === 'on' ? 'expiry.change' : 'expiry.say')}
        </LinkButton>
        <ExpiryDialog
          connection={connection}
          open={saying}
          onClose={() => {
            setSaying(false)
          }}
        />
      </dd>
    </>
  )
}

/** Says that the key ends soon, and what to do. */
export function ExpiryWarning({ connection }: { readonly connection: ConnectionSummary }) {
  const words = useExpiryWords()
  const said = words(connection)
  return said === null ? null : <Message tone="warn" message={said.message} hint={said.hint} />
}

/** The warning about a connection's key in words; null while its end is far or unknown. */
export function useExpiryWords(): (connection: ConnectionSummary) => { readonly message: string; readonly hint: string } | null {
  const t = useText()
  const formats = useFormats()
  const { now } = useServices()
  return ({ name, keyExpiry = { kind: 'unknown' } }) => {
    if (keyExpiry.kind !== 'on' || warningDue(keyExpiry, now()) === null) return null
    const values = { name, date: formats.date(keyExpiry.at), days: daysUntil(keyExpiry.at, now()) }
    const isPast = Date.parse(keyExpiry.at) <= now()
    const whose = keyExpiry.certainty === 'one_of' ? 'oneOf' : 'own'
    return { message: t(`expiry.warning.${whose}.${isPast ? 'past' : 'ahead'}`, values), hint: t('expiry.warning.hint') }
  }
}

interface RevokeReminderProps {
  readonly connection: ConnectionSummary
  /** The key was replaced just now, in this window. */
  readonly fresh: 'yes' | 'no'
}

/** The former key is still valid in Odoo: the way there, until the user says that it is done. */
export function RevokeReminder({ connection, fresh }: RevokeReminderProps) {
  const t = useText()
  const formats = useFormats()
  const bridge = useBridge()
  const action = useAction()
  const { id, keyReplacedAt } = connection
  if (fresh === 'no' && keyReplacedAt === undefined) return null
  return (
    <>
      <Message
        tone={fresh === 'yes' ? 'ok' : 'plain'}
        {...(fresh === 'yes' ? { role: 'status' as const } : {})}
        message={fresh === 'yes' || keyReplacedAt === undefined ? t('replace.done') : t('revoke.reminder', { date: formats.date(keyReplacedAt) })}
        hint={t('replace.done.hint')}
      >
        <LinkButton onClick={() => void action.run(() => bridge.openExternal({ link: 'odoo_keys', connectionId: id }))}>{t('keys.open')}</LinkButton>
        {keyReplacedAt !== undefined && (
          <Button pending={action.pending} onClick={() => void action.run(() => bridge.dismissRevokeReminder({ connectionId: id }))}>
            {t('revoke.done')}
          </Button>
        )}
      </Message>
      <Failure failure={action.failure} />
    </>
  )
}
