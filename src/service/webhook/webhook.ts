import type { LookupFunction } from 'node:net'
import type { Alert, DeliveryOutcome } from '../../contract/alerts'
import type { ActionResult, ArgsOf, WebhookResult } from '../../contract/requests'
import type { Vault } from '../../credentials/vault'
import type { Host } from '../../host/host'
import type { Sentence } from '../../i18n/sentence'
import type { Log } from '../../logging/log'
import type { Settings } from '../../settings/schema'
import type { SettingsStore } from '../../settings/store'
import type { Schedule } from '../connection-control'
import { failureOf } from '../problems'
import { isGivenUp, MOST_WAITING, waitMs } from './retries'
import { send, type Sending } from './send'
import { signatureOf } from './signature'

/** The webhook's secret lies in the vault beside those of the connections, none of which has this id. */
export const WEBHOOK_CREDENTIAL = 'webhook'

export interface WebhookDeps {
  readonly host: Pick<Host, 'now' | 'randomBytes'>
  readonly settings: SettingsStore
  /** A locked vault of its own: alerts are delivered while Vitrine is disconnected as well. */
  readonly openVault: () => Vault
  readonly readCa: (path: string) => Promise<string>
  readonly schedule: Schedule
  readonly log: Log
  /** A delivery ended or was given up, in a word: for the journal. */
  readonly onDelivery: (outcome: DeliveryOutcome) => void
  readonly resolve?: LookupFunction
}

/** Sends alerts to one address of the user's choice, signed, and again later where that fails. Off until the user sets it. */
export interface Webhook {
  readonly set: (args: ArgsOf<'setWebhook'>) => Promise<WebhookResult>
  readonly remove: () => Promise<ActionResult>
  readonly test: () => Promise<ActionResult>
  readonly add: (alert: Alert) => Promise<void>
  /** Takes up what an earlier run left waiting. */
  readonly start: () => void
  readonly stop: () => Promise<void>
}

type Stored = NonNullable<Settings['webhook']>
type Waiting = Stored['waiting'][number]

const OK: ActionResult = { ok: true }
const NONE: ActionResult = { ok: false, message: { id: 'webhook.fault.none' }, hint: { id: 'webhook.fault.none.hint' } }

export function createWebhook(deps: WebhookDeps): Webhook {
  const { host, settings, schedule, log } = deps
  let cancelNext: (() => void) | null = null
  let current: Sending | null = null
  let turn: Promise<unknown> = Promise.resolve()
  let stopped = false

  /** One delivery at a time: a receiver that is slow costs one socket. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work)
    turn = mine.catch(() => undefined)
    return mine
  }

  const change = (by: (webhook: Stored) => Stored): Promise<unknown> =>
    settings
      .update((before) => (before.webhook === undefined ? before : { ...before, webhook: by(before.webhook) }))
      .catch((error: unknown) => {
        log.error('What waits for the webhook could not be written', { error })
      })

  const withVault = async <T>(whenMissing: 'create' | 'refuse', use: (vault: Vault) => Promise<T>): Promise<T> => {
    const vault = deps.openVault()
    try {
      await vault.unlock({ whenMissing })
      return await use(vault)
    } finally {
      vault.lock()
    }
  }

  const deliver = async (webhook: Stored, one: Waiting): Promise<DeliveryOutcome> => {
    const body = bodyOf(one)
    let ca: string | undefined
    let signature: string
    try {
      ca = webhook.caFile === undefined ? undefined : await deps.readCa(webhook.caFile)
    } catch {
      return 'untrusted'
    }
    try {
      signature = await withVault('refuse', (vault) => vault.withSecret(WEBHOOK_CREDENTIAL, async (secret) => signatureOf(secret, host.now(), body)))
    } catch {
      return 'no_secret'
    }
    // Quitting or another address may have come meanwhile.
    if (stopped || settings.get().webhook?.url !== webhook.url) return 'timeout'
    const { url, network } = webhook
    current = send({ url, network, ca, headers: { 'x-vitrine-signature': signature }, body }, { schedule, ...(deps.resolve === undefined ? {} : { resolve: deps.resolve }) })
    try {
      return await current.outcome
    } finally {
      current = null
    }
  }

  const settle = async (one: Waiting, outcome: DeliveryOutcome): Promise<void> => {
    const now = host.now()
    const attempts = one.attempts + 1
    const isOver = outcome === 'delivered' || isGivenUp({ ...one, attempts }, now)
    const again = { ...one, attempts, nextAt: new Date(now + waitMs(attempts)).toISOString() }
    await change((webhook) => ({
      ...webhook,
      last: { at: new Date(now).toISOString(), outcome },
      waiting: webhook.waiting.flatMap((waiting) => (waiting.id !== one.id ? [waiting] : isOver ? [] : [again])),
    }))
    if (isOver) deps.onDelivery(outcome)
  }

  const work = async (): Promise<void> => {
    for (;;) {
      const { webhook } = settings.get()
      const due = webhook?.waiting.find(({ nextAt }) => Date.parse(nextAt) <= host.now())
      if (stopped || webhook === undefined || due === undefined) return
      const outcome = await deliver(webhook, due)
      // What was cut off by quitting is tried again by the next run.
      if (stopped) return
      await settle(due, outcome)
      // Where nothing can be written, the same one would be due for ever.
      if (settings.get().webhook?.waiting.some(({ id, attempts }) => id === due.id && attempts === due.attempts) === true) return
    }
  }

  const follow = (): void => {
    cancelNext?.()
    cancelNext = null
    const times = settings.get().webhook?.waiting.map(({ nextAt }) => Date.parse(nextAt)) ?? []
    if (stopped || times.length === 0) return
    cancelNext = schedule(Math.max(0, Math.min(...times) - host.now()), deliverDue)
  }

  const deliverDue = (): void => void inTurn(work).then(follow)

  const fresh = (type: Waiting['type'], alert?: Alert): Waiting => {
    const at = new Date(host.now()).toISOString()
    const { seen, ...told } = alert ?? { seen: false }
    return { id: host.randomBytes(9).toString('base64url'), type, createdAt: at, attempts: 0, nextAt: at, ...('kind' in told ? { alert: told } : {}) }
  }

  return {
    set: async ({ url, network, caFile }) => {
      const wrong = wrongAddress(url.trim())
      if (wrong !== null) return wrong
      const secret = host.randomBytes(32).toString('base64url')
      try {
        if (caFile.trim() !== '') await deps.readCa(caFile.trim())
        await withVault('create', (vault) => vault.store(WEBHOOK_CREDENTIAL, secret))
        await settings.update((before) => ({
          ...before,
          webhook: { url: url.trim(), network, waiting: [], ...(caFile.trim() === '' ? {} : { caFile: caFile.trim() }) },
        }))
      } catch (error) {
        return failure(error)
      }
      follow()
      return { ok: true, secret }
    },
    remove: async () => {
      try {
        await settings.update(({ webhook, ...before }) => before)
        current?.cancel()
        await deps.openVault().remove(WEBHOOK_CREDENTIAL)
      } catch (error) {
        return failure(error)
      }
      follow()
      return OK
    },
    test: () =>
      inTurn(async () => {
        const { webhook } = settings.get()
        if (webhook === undefined) return NONE
        const outcome = await deliver(webhook, fresh('test'))
        await change((before) => ({ ...before, last: { at: new Date(host.now()).toISOString(), outcome } }))
        return outcome === 'delivered' ? OK : { ok: false, ...OUTCOMES[outcome] }
      }),
    add: async (alert) => {
      if (settings.get().webhook === undefined) return
      await change((webhook) => ({ ...webhook, waiting: [...webhook.waiting, fresh('alert', alert)].slice(-MOST_WAITING) }))
      deliverDue()
    },
    start: follow,
    stop: async () => {
      stopped = true
      cancelNext?.()
      current?.cancel()
      await turn
    },
  }
}

/** What the receiver is told. Names of clients, connections and models, counts and times; never a value. */
function bodyOf({ id, type, createdAt, alert }: Waiting): string {
  return JSON.stringify({ id, type, createdAt, ...(alert === undefined ? {} : { alert }) })
}

function wrongAddress(text: string): Extract<WebhookResult, { ok: false }> | null {
  const wrong = (hint: Sentence): Extract<WebhookResult, { ok: false }> => ({ ok: false, message: { id: 'webhook.fault.address' }, hint })
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return wrong({ id: 'webhook.fault.address.whole' })
  }
  if (url.protocol !== 'https:') return wrong({ id: 'webhook.fault.address.https' })
  if (`${url.username}${url.password}` !== '') return wrong({ id: 'webhook.fault.address.user' })
  return url.hash === '' ? null : wrong({ id: 'webhook.fault.address.hash' })
}

function failure(error: unknown): Extract<ActionResult, { ok: false }> {
  const result = failureOf(error)
  if (!result.ok) return result
  throw error
}

const OUTCOMES: Readonly<Record<Exclude<DeliveryOutcome, 'delivered'>, { readonly message: Sentence; readonly hint: Sentence }>> = {
  refused: { message: { id: 'webhook.fault.refused' }, hint: { id: 'webhook.fault.refused.hint' } },
  redirected: { message: { id: 'webhook.fault.redirected' }, hint: { id: 'webhook.fault.redirected.hint' } },
  unreachable: { message: { id: 'webhook.fault.unreachable' }, hint: { id: 'webhook.fault.unreachable.hint' } },
  untrusted: { message: { id: 'webhook.fault.untrusted' }, hint: { id: 'webhook.fault.untrusted.hint' } },
  private_address: { message: { id: 'webhook.fault.private' }, hint: { id: 'webhook.fault.private.hint' } },
  timeout: { message: { id: 'webhook.fault.timeout' }, hint: { id: 'webhook.fault.timeout.hint' } },
  no_secret: { message: { id: 'webhook.fault.secret' }, hint: { id: 'webhook.fault.secret.hint' } },
}
