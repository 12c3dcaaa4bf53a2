import type { ConsentDecision, ConsentGrant, ConsentQuestion, OpenQuestion } from '../contract/consent'
import type { ActionResult } from '../contract/requests'
import type { Host } from '../host/host'
import type { Settings } from '../settings/schema'
import type { SettingsStore } from '../settings/store'
import type { Store } from '../state/store'
import { failureOf } from './problems'

type Subject = Pick<OpenQuestion, 'clientId' | 'connectionId' | 'model'>
type KeptAnswer = Settings['consent'][number]

/** Answers of the user that hold for longer than the calls that waited for them. */
export interface ConsentAnswers {
  /** What the user has said already of what a call wants; an answer for the next try is used up by this. */
  readonly take: (clientId: string, wanted: ConsentQuestion) => ConsentGrant | 'never' | null
  readonly granted: (clientId: string, model: string, connectionId: string) => boolean
  /** Throws when it cannot be written. */
  readonly keep: (question: OpenQuestion, answer: 'always' | 'never') => Promise<void>
  readonly keepForSession: (question: OpenQuestion) => void
  readonly keepForNextTry: (question: OpenQuestion, untilMs: number) => void
  readonly undo: (decisionId: string) => Promise<ActionResult>
  readonly endSession: (clientId: string) => void
  readonly settingsChanged: () => void
}

export interface ConsentAnswersDeps {
  readonly host: Pick<Host, 'now' | 'randomBytes'>
  readonly settings: SettingsStore
  readonly store: Store
}

export function createConsentAnswers({ host, settings, store }: ConsentAnswersDeps): ConsentAnswers {
  /** By subject: what holds until the session ends. */
  const ofSession = new Map<string, Omit<KeptAnswer, 'answer'>>()
  /** By subject: fields that the user saw, for one call that wants no others. */
  const nextTries = new Map<string, { readonly subject: Subject; readonly fields: readonly string[]; readonly untilMs: number }>()

  const kept = (subject: Subject): KeptAnswer | undefined => holding(settings.get()).find((one) => keyOf(one) === keyOf(subject))

  const show = (): void => {
    const current = settings.get()
    const session = [...ofSession.values()].map((one) => ({ ...one, answer: 'session' as const }))
    const decisions = [...holding(current), ...session]
      .map((one) => decisionOf(one, current))
      .sort((a, b) => (a.decidedAt < b.decidedAt ? 1 : -1))
    store.dispatch({ type: 'decisionsListed', decisions })
  }

  const recordOf = ({ clientId, connectionId, model, modelLabel }: OpenQuestion): Omit<KeptAnswer, 'answer'> => ({
    id: host.randomBytes(9).toString('base64url'),
    clientId,
    connectionId,
    model,
    ...(modelLabel === undefined ? {} : { modelLabel }),
    decidedAt: new Date(host.now()).toISOString(),
  })

  return {
    take: (clientId, { connectionId, model, fields }) => {
      const key = keyOf({ clientId, connectionId, model })
      const standing = kept({ clientId, connectionId, model })?.answer
      if (standing !== undefined) return standing
      if (ofSession.has(key)) return 'session'
      const next = nextTries.get(key)
      if (next === undefined || next.untilMs <= host.now() || !fields.every((name) => next.fields.includes(name))) return null
      nextTries.delete(key)
      return 'once'
    },

    granted: (clientId, model, connectionId) => {
      const subject = { clientId, connectionId, model }
      const standing = kept(subject)?.answer
      return standing === undefined ? ofSession.has(keyOf(subject)) : standing === 'always'
    },

    keep: async (question, answer) => {
      const added: KeptAnswer = { ...recordOf(question), answer }
      await settings.update((before) => ({ ...before, consent: [...before.consent.filter((one) => keyOf(one) !== keyOf(added)), added] }))
      ofSession.delete(keyOf(question))
      show()
    },

    keepForSession: (question) => {
      ofSession.set(keyOf(question), recordOf(question))
      show()
    },

    keepForNextTry: (question, untilMs) => {
      nextTries.set(keyOf(question), { subject: question, fields: question.fields, untilMs })
    },

    undo: async (decisionId) => {
      for (const [key, { id }] of ofSession) if (id === decisionId) ofSession.delete(key)
      try {
        if (settings.get().consent.some(({ id }) => id === decisionId)) {
          await settings.update((before) => ({ ...before, consent: before.consent.filter(({ id }) => id !== decisionId) }))
        }
        return { ok: true }
      } catch (error) {
        return failureOf(error)
      } finally {
        show()
      }
    },

    endSession: (clientId) => {
      for (const [key, one] of ofSession) if (one.clientId === clientId) ofSession.delete(key)
      for (const [key, { subject }] of nextTries) if (subject.clientId === clientId) nextTries.delete(key)
      show()
    },

    settingsChanged: () => {
      const { consent } = settings.get()
      const stale = consent.length - holding(settings.get()).length
      // What is not written away now is passed over all the same, and tried again at the next change.
      if (stale > 0) settings.update((before) => ({ ...before, consent: [...holding(before)] })).catch(() => undefined)
      show()
    },
  }
}

const keyOf = ({ clientId, connectionId, model }: Subject): string => `${clientId} ${connectionId} ${model}`

/** Without answers about clients and connections that are gone: a client that was registered anew is another one. */
function holding({ consent, clients, connections }: Settings): readonly KeptAnswer[] {
  return consent.filter(
    ({ clientId, connectionId, decidedAt }) =>
      connections.some(({ id }) => id === connectionId) && clients.some(({ id, createdAt }) => id === clientId && createdAt <= decidedAt),
  )
}

function decisionOf(kept: Omit<KeptAnswer, 'answer'> & Pick<ConsentDecision, 'answer'>, { clients, connections }: Settings): ConsentDecision {
  return {
    ...kept,
    clientName: clients.find(({ id }) => id === kept.clientId)?.name ?? kept.clientId,
    connectionName: connections.find(({ id }) => id === kept.connectionId)?.name ?? '',
  }
}
