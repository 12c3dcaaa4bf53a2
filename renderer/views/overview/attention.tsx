import { useEffect, useRef } from 'react'
import { CircleCheck, Info, KeyRound, MonitorSmartphone, TriangleAlert } from 'lucide-react'
import type { ClientSummary } from '../../../src/contract/client-keys'
import { warningDue } from '../../../src/contract/key-care'
import type { Notice } from '../../../src/contract/app-state'
import type { ViewName } from '../../../src/contract/requests'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge, useServices } from '../../bridge/services'
import { Button, LinkButton } from '../../components/button'
import { Card } from '../../components/card'
import { Failure } from '../../components/failure'
import { useFormats, useText } from '../../i18n/text'
import { useNavigation } from '../../shell/navigation'
import { useExpiryWords } from '../connections/key-care'
import { unseenGroups } from './alert-groups'
import { AttentionItem } from './attention-item'
import { FirstHints } from './first-hints'
import { UnseenAlerts } from './unseen-alerts'

/** Notices that inform without asking for anything. */
const CALM: readonly Notice['id'][] = ['test_runtime', 'demo']

/** Where something can be done about a notice: what is kept and deleted, what was set back, whose key is not kept. */
const VIEW_OF: Readonly<Partial<Record<Notice['id'], ViewName>>> = { journal_problem: 'settings', settings_broken: 'settings', memory_only: 'connections' }

/** What a person should look at: Claude's side first, then alerts that nobody has seen, keys that end, and the application's own notices. */
export function Attention() {
  const t = useText()
  const formats = useFormats()
  const { now } = useServices()
  const { claude, notices, hints, connection, connections, clients, alerts } = useAppState()
  const { go } = useNavigation()
  const claudeNeeds = claude.kind !== 'registered'
  const groups = unseenGroups(alerts)
  const bridge = useBridge()
  const seeing = useAction()
  const list = useFocusAfter(groups.length)
  const expiryWords = useExpiryWords()
  const odooKeys = connections.flatMap((one) => {
    const words = expiryWords(one)
    return words === null ? [] : [{ id: one.id, ...words }]
  })
  const clientKeys = clients.flatMap((client) => (endsSoon(client, now()) ? [client] : []))

  return (
    <Card
      title={t('attention.title')}
      end={
        groups.length > 1 && (
          <LinkButton onClick={() => void seeing.run(() => bridge.markAlertsSeen({ ids: groups.flatMap(({ ids }) => ids) }))}>{t('alerts.markAllSeen')}</LinkButton>
        )
      }
    >
      {!claudeNeeds && notices.length + hints.length + groups.length + odooKeys.length + clientKeys.length === 0 ? (
        <p className="attention-none">
          <CircleCheck size={16} aria-hidden="true" />
          {t(connection.kind === 'problem' ? 'attention.noneElse' : 'attention.none')}
        </p>
      ) : (
        <ul className="rows" ref={list}>
          {claudeNeeds && (
            <AttentionItem
              icon={<MonitorSmartphone size={16} aria-hidden="true" />}
              calm="no"
              message={t(`claude.${claude.kind}`)}
              hint={t(`claude.${claude.kind}.hint`)}
            >
              <Button
                onClick={() => {
                  go('clients')
                }}
              >
                {t(claude.kind === 'not_registered' ? 'attention.register' : 'attention.fix')}
              </Button>
            </AttentionItem>
          )}
          {groups.map((group) => (
            <UnseenAlerts key={group.kind} group={group} />
          ))}
          {odooKeys.map(({ id, message, hint }) => (
            <AttentionItem key={id} icon={<KeyRound size={16} aria-hidden="true" />} calm="no" message={message} hint={hint}>
              <Button
                onClick={() => {
                  go('connections', { kind: 'replace_key', connectionId: id })
                }}
              >
                {t('replace.action')}
              </Button>
            </AttentionItem>
          ))}
          {clientKeys.map(({ id, name, expiresAt }) => (
            <AttentionItem
              key={id}
              icon={<KeyRound size={16} aria-hidden="true" />}
              calm="no"
              message={t(Date.parse(expiresAt) <= now() ? 'attention.clientKey.past' : 'attention.clientKey.ahead', { name, date: formats.date(expiresAt) })}
              hint={t('attention.clientKey.hint')}
            >
              <Button
                onClick={() => {
                  go('clients')
                }}
              >
                {t('attention.clients')}
              </Button>
            </AttentionItem>
          ))}
          <FirstHints />
          {notices.map(({ id, message, hint }) => {
            const view = VIEW_OF[id]
            const isCalm = CALM.includes(id)
            return (
              <AttentionItem
                key={id}
                icon={isCalm ? <Info size={16} aria-hidden="true" /> : <TriangleAlert size={16} aria-hidden="true" />}
                calm={isCalm ? 'yes' : 'no'}
                message={message}
                hint={hint}
              >
                {view !== undefined && (
                  <Button
                    onClick={() => {
                      go(view)
                    }}
                  >
                    {t('help.go', { view: t(`view.${view}`) })}
                  </Button>
                )}
              </AttentionItem>
            )
          })}
        </ul>
      )}
      <Failure failure={seeing.failure} />
    </Card>
  )
}

/** A pressed button that goes with its alert leaves the focus to what is next in the list, and without one to the view's heading. */
function useFocusAfter(count: number) {
  const list = useRef<HTMLUListElement>(null)
  const before = useRef(count)
  useEffect(() => {
    const isLost = count < before.current && document.activeElement === document.body
    before.current = count
    if (isLost) (list.current?.querySelector('button') ?? document.querySelector<HTMLElement>('main h1'))?.focus()
  }, [count])
  return list
}

/** Whether a client's access ends within the days in which the end of an Odoo key is announced too, or has ended. */
function endsSoon(client: ClientSummary, nowMs: number): client is ClientSummary & { readonly expiresAt: string } {
  return client.expiresAt !== undefined && warningDue({ kind: 'on', at: client.expiresAt, certainty: 'user' }, nowMs) !== null
}
