import type { ConsentAnswer, ConsentGrant, ConsentQuestion, OpenQuestion } from '../contract/consent'
import type { ActionResult } from '../contract/requests'
import { VitrineError } from '../errors/vitrine-error'
import type { Host } from '../host/host'
import type { SettingsStore } from '../settings/store'
import type { Store } from '../state/store'
import type { Schedule } from './connection-control'
import { createConsentAnswers, type ConsentAnswers } from './consent-answers'
import { failureOf } from './problems'

/** Asks the user, while a call waits, whether a client may read a model that is neither allowed nor refused. */
export interface Consent {
  /** Resolves with how it was allowed; throws `waiting_for_consent` after a minute and `consent_denied`. */
  readonly ask: (clientId: string, question: ConsentQuestion, signal: AbortSignal) => Promise<ConsentGrant>
  /** Whether the user has said yes for longer than one call. */
  readonly granted: ConsentAnswers['granted']
  readonly answer: (questionId: string, answer: ConsentAnswer) => Promise<ActionResult>
  readonly undo: (decisionId: string) => Promise<ActionResult>
  /** The client has no session any more: what it waited for, and what was allowed for its session, is over. */
  readonly endSession: (clientId: string) => void
  /** Forgets standing answers of clients and connections that are gone, and shows those that hold. */
  readonly settingsChanged: () => void
  readonly stop: () => void
}

export interface ConsentDeps {
  readonly host: Pick<Host, 'now' | 'randomBytes'>
  readonly settings: SettingsStore
  readonly store: Store
  readonly schedule: Schedule
}

/** How long a call waits for the user. */
export const ANSWER_MS = 60_000
/** How long a question stays after that, for an answer that holds for the next try; and how long such an answer keeps. */
export const LATE_MS = 300_000
/** A client that asks about one model after the other must not bury the user in questions. */
const MOST_QUESTIONS = 8

interface Waiting {
  readonly resolve: (grant: ConsentGrant) => void
  readonly reject: (error: unknown) => void
}

interface Asked {
  question: OpenQuestion
  readonly waiting: Set<Waiting>
  /** Somebody was told to come back once it is answered. */
  isLate: boolean
  /** Keeps the question when it was to be taken away, because nobody came back for it. */
  cancelRemoval: () => void
}

const OK: ActionResult = { ok: true }

export function createConsent({ host, settings, store, schedule }: ConsentDeps): Consent {
  const asked = new Map<string, Asked>()
  const answers = createConsentAnswers({ host, settings, store })

  const show = (): void => {
    store.dispatch({ type: 'questionsChanged', questions: [...asked.values()].map(({ question }) => question) })
  }

  const withdraw = (one: Asked): void => {
    one.cancelRemoval()
    if (asked.delete(one.question.id)) show()
  }

  const iso = (ms: number): string => new Date(ms).toISOString()

  /** The open question that this one joins, with what it adds to it; a new one otherwise. */
  const questionFor = (clientId: string, wanted: ConsentQuestion): Asked => {
    const open = [...asked.values()].filter(({ question }) => question.clientId === clientId)
    const deadline = iso(host.now() + ANSWER_MS)
    const known = open.find(({ question }) => question.connectionId === wanted.connectionId && question.model === wanted.model)
    if (known !== undefined) {
      const { fields, records } = known.question
      known.question = {
        ...known.question,
        fields: [...new Set([...fields, ...wanted.fields])],
        records: most(records, wanted.records),
        deadline,
      }
      return known
    }
    if (open.length >= MOST_QUESTIONS) throw unanswered(wanted, 'The user has several questions of this client to answer first.')
    const { clients, connections } = settings.get()
    const question: OpenQuestion = {
      ...wanted,
      id: host.randomBytes(9).toString('base64url'),
      clientId,
      clientName: clients.find(({ id }) => id === clientId)?.name ?? clientId,
      connectionName: connections.find(({ id }) => id === wanted.connectionId)?.name ?? '',
      askedAt: iso(host.now()),
      deadline,
    }
    const made: Asked = { question, waiting: new Set(), isLate: false, cancelRemoval: () => undefined }
    asked.set(question.id, made)
    return made
  }

  const removeLater = (one: Asked): void => {
    one.cancelRemoval()
    one.cancelRemoval = schedule(LATE_MS, () => {
      withdraw(one)
    })
  }

  const wait = (one: Asked, wanted: ConsentQuestion, signal: AbortSignal): Promise<ConsentGrant> =>
    new Promise((resolve, reject) => {
      const settle = (end: () => void): void => {
        one.waiting.delete(mine)
        cancelDeadline()
        signal.removeEventListener('abort', abort)
        end()
      }
      const abort = (): void => {
        settle(() => { reject(signal.reason as Error) })
        if (one.waiting.size > 0) return
        if (one.isLate) removeLater(one)
        else withdraw(one)
      }
      const mine: Waiting = {
        resolve: (grant) => { settle(() => { resolve(grant) }) },
        reject: (error) => { settle(() => { reject(error as Error) }) },
      }
      const cancelDeadline = schedule(ANSWER_MS, () => {
        mine.reject(unanswered(wanted, 'Ask again once the user has answered in Vitrine.'))
        one.isLate = true
        if (one.waiting.size === 0) removeLater(one)
      })
      one.waiting.add(mine)
      signal.addEventListener('abort', abort)
    })

  return {
    granted: answers.granted,

    ask: async (clientId, wanted, signal) => {
      signal.throwIfAborted()
      const standing = answers.take(clientId, wanted)
      if (standing === 'never') throw denied(wanted)
      if (standing !== null) return standing
      const one = questionFor(clientId, wanted)
      one.cancelRemoval()
      const waiting = wait(one, wanted, signal)
      show()
      return waiting
    },

    answer: async (questionId, answer) => {
      const one = asked.get(questionId)
      if (one === undefined) {
        return { ok: false, message: { id: 'fault.question.gone' }, hint: { id: 'fault.question.gone.hint' } }
      }
      const { question } = one
      try {
        // Before anybody is let through: an answer that cannot be kept is not taken.
        if (answer === 'always' || answer === 'never') await answers.keep(question, answer)
      } catch (error) {
        return failureOf(error)
      }
      if (answer === 'session') answers.keepForSession(question)
      if (answer === 'once' && one.waiting.size === 0) answers.keepForNextTry(question, host.now() + LATE_MS)
      const waiting = [...one.waiting]
      withdraw(one)
      for (const each of waiting) {
        if (answer === 'never') each.reject(denied(question))
        else each.resolve(answer)
      }
      return OK
    },

    undo: answers.undo,

    endSession: (clientId) => {
      answers.endSession(clientId)
      for (const one of [...asked.values()]) if (one.question.clientId === clientId && one.waiting.size === 0) withdraw(one)
    },

    settingsChanged: answers.settingsChanged,

    stop: () => {
      for (const one of [...asked.values()]) {
        withdraw(one)
        for (const each of [...one.waiting]) each.reject(unanswered(one.question, 'Vitrine was quit; ask again once it is open.'))
      }
    },
  }
}

const most = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.max(one, other)

function unanswered({ model }: ConsentQuestion, hint: string): VitrineError {
  return new VitrineError('waiting_for_consent', `The user has not said yet whether ${model} may be read.`, { hint })
}

function denied({ model }: ConsentQuestion): VitrineError {
  return new VitrineError('consent_denied', `The user has said that ${model} may not be read.`, {
    hint: 'Do without these records; only the user can change this, in Vitrine under Access.',
  })
}

