import path from 'node:path'
import type { NotTold } from '../../contract/access'
import type { ProvisionFile, RuleChoice } from '../../contract/provisioning'
import type { ActionResult } from '../../contract/requests'
import { KeychainError } from '../../credentials/keychain'
import { VitrineError } from '../../errors/vitrine-error'
import type { Host } from '../../host/host'
import { oneLine } from '../../odoo/text'
import { parseProvision, type ProvisionProblem } from '../../provisioning/parse'
import { provisionFileName, serializeProvision, type Provision } from '../../provisioning/provision'
import { readProvisionFile } from '../../provisioning/read-file'
import type { ConnectionSettings, Settings } from '../../settings/schema'
import type { SettingsStore } from '../../settings/store'
import type { Store } from '../../state/store'
import { firstFailure, type ConnectionAdmin } from '../connection-admin'
import { failureOf, problemOf } from '../problems'
import { copyOf } from '../rights-control'
import { glossaryOf } from '../settings-view'
import { existingFor, freeName, offerOf, refusalOf, settingsWith } from './offer'

export interface ProvisioningDeps {
  readonly host: Pick<Host, 'now' | 'randomBytes'>
  readonly settings: SettingsStore
  readonly store: Store
  readonly admin: Pick<ConnectionAdmin, 'test' | 'cancelTest' | 'keep'>
  readonly readCa: (caFile: string) => Promise<string>
  /** Deletes a connection's key wherever it may be. */
  readonly removeKey: (connectionId: string) => Promise<void>
  readonly connect: () => Promise<ActionResult>
  /** A connection that is not the active one leads through other authorities. */
  readonly renew: (connectionId: string) => Promise<ActionResult>
  /** Rules or words differ now. */
  readonly onAccessChanged: () => void
  readonly onKeychainProblem: (error: KeychainError) => void
}

/** Connection files: looked at, shown, accepted as a whole or not at all; and made. Nothing here rejects. */
export interface Provisioning {
  /** Reads a file whose path came from outside. What it says, or why it is not taken, is in the state afterwards. */
  readonly open: (file: string) => Promise<void>
  readonly offer: (fileName: string, text: string) => Promise<ActionResult>
  /**
   * Does what the offer of this id shows. A new connection is tested with the key first. Then the settings note under which name
   * the key will be, the keychain takes it, and one write puts connection, rules and words in force: a crash before that leaves a key
   * that the next start removes, and nothing else.
   */
  readonly accept: (offerId: string, apiKey: string, rules: RuleChoice) => Promise<ActionResult>
  /** Forgets the file, also in the middle of accepting it. */
  readonly dismiss: () => Promise<ActionResult>
  readonly file: (connectionId: string, login: string) => Promise<ProvisionFile | NotTold>
  /** Removes what an earlier run began and did not end. */
  readonly cleanUp: () => Promise<void>
  readonly stop: () => void
}

interface Waiting {
  readonly provision: Provision
  readonly fileName: string
}

const OK: ActionResult = { ok: true }
const BUSY: ActionResult = { ok: false, message: { id: 'provision.fault.busy' }, hint: { id: 'provision.fault.busy.hint' } }

class NotAsShown extends Error {
  override readonly name = 'NotAsShown'
}

export function createProvisioning(deps: ProvisioningDeps): Provisioning {
  const { settings, store, admin, host } = deps
  let waiting: Waiting | null = null
  let isAccepting = false
  /** Shows the file that came while another was being accepted, once that one is accepted or put away. */
  let showNext: (() => void) | null = null

  const show = (): void => {
    if (waiting !== null) store.dispatch({ type: 'provisionChanged', provision: offerOf(waiting.provision, waiting.fileName, settings.get()) })
  }
  const forget = (): void => {
    waiting = null
    store.dispatch({ type: 'provisionChanged', provision: null })
  }
  const refuse = (problem: ProvisionProblem, fileName: string): void => {
    waiting = null
    store.dispatch({ type: 'provisionChanged', provision: refusalOf(problem, fileName) })
  }
  /** What an offer says depends on the settings, and these can change while it is read. */
  const unsubscribe = settings.onChange(show)

  const take = (fileName: string, file: Uint8Array | string): ActionResult => {
    if (isAccepting) {
      showNext = () => void take(fileName, file)
      return OK
    }
    const parsed = parseProvision(file)
    if (parsed.ok) {
      waiting = { provision: parsed.provision, fileName }
      show()
    } else refuse(parsed.problem, fileName)
    return OK
  }

  /** Throws unless the file still waits and would do to these settings just what was shown. */
  const requireAsShown = (shown: Waiting, offerId: string, now: Settings): void => {
    if (waiting !== shown || offerOf(shown.provision, shown.fileName, now).id !== offerId) throw new NotAsShown()
  }

  const abandon = async (connectionId: string): Promise<void> => {
    // Where the key cannot be removed now, the note stays, and the next start tries again.
    await deps.removeKey(connectionId)
    await settings.update(({ addingConnectionId, ...rest }) => (addingConnectionId === connectionId ? rest : { ...rest, ...(addingConnectionId === undefined ? {} : { addingConnectionId }) }))
  }

  const cleanUp = async (): Promise<void> => {
    const { addingConnectionId } = settings.get()
    if (addingConnectionId !== undefined) await abandon(addingConnectionId).catch(() => undefined)
  }

  const add = async (shown: Waiting, offerId: string, apiKey: string, rules: RuleChoice): Promise<ActionResult> => {
    const { provision } = shown
    const { url, database, login, ca } = provision
    const tested = await admin.test({ name: '', url, database, login, apiKey, caFile: '', ca: ca === '' ? undefined : ca })
    if (!tested.ok) return firstFailure(tested)
    await cleanUp()
    const id = host.randomBytes(8).toString('hex')
    await settings.update((before) => {
      requireAsShown(shown, offerId, before)
      return { ...before, addingConnectionId: id }
    })
    try {
      await admin.keep(id, apiKey)
      await settings.update((before) => {
        requireAsShown(shown, offerId, before)
        const connection: ConnectionSettings = {
          id,
          name: freeName(provision, before),
          url,
          login,
          createdAt: new Date(host.now()).toISOString(),
          ...(database === '' ? {} : { database }),
          ...(ca === '' ? {} : { ca }),
          ...(tested.rights === undefined ? {} : { rights: copyOf(tested.rights) }),
        }
        return settingsWith(before, provision, rules, connection)
      })
    } catch (error) {
      await abandon(id).catch(() => undefined)
      throw error
    }
    forget()
    deps.onAccessChanged()
    // It is stored, and that was asked for. Whether Odoo answers now is the connection's own state.
    await deps.connect()
    return OK
  }

  const bringUpToDate = async (shown: Waiting, offerId: string, rules: RuleChoice): Promise<ActionResult> => {
    const { provision } = shown
    const was = existingFor(provision, settings.get())
    const after = await settings.update((before) => {
      requireAsShown(shown, offerId, before)
      return settingsWith(before, provision, rules, undefined)
    })
    forget()
    deps.onAccessChanged()
    if (was !== undefined && provision.ca !== '' && provision.ca !== was.ca) {
      await (after.activeConnectionId === was.id && after.connectEnabled ? deps.connect() : deps.renew(was.id))
    }
    return OK
  }

  const openFile = async (file: string): Promise<void> => {
    const read = await readProvisionFile(file)
    const fileName = oneLine(path.basename(file), 120)
    if (read.ok) take(fileName, read.bytes)
    else if (isAccepting) showNext = () => { refuse(read.problem, fileName) }
    else refuse(read.problem, fileName)
  }

  const openNext = (): void => {
    if (isAccepting || waiting !== null) return
    const show = showNext
    showNext = null
    show?.()
  }

  return {
    open: openFile,

    offer: async (fileName, text) => take(oneLine(fileName, 120), text),

    accept: async (offerId, apiKey, rules) => {
      if (isAccepting) return BUSY
      const shown = waiting
      if (shown === null) return { ok: false, message: { id: 'provision.fault.gone' }, hint: { id: 'provision.fault.gone.hint' } }
      isAccepting = true
      try {
        requireAsShown(shown, offerId, settings.get())
        return await (existingFor(shown.provision, settings.get()) === undefined ? add(shown, offerId, apiKey, rules) : bringUpToDate(shown, offerId, rules))
      } catch (error) {
        if (error instanceof NotAsShown) return { ok: false, message: { id: 'provision.fault.changed' }, hint: { id: 'provision.fault.changed.hint' } }
        if (error instanceof KeychainError) deps.onKeychainProblem(error)
        return failureOf(error)
      } finally {
        isAccepting = false
        openNext()
      }
    },

    dismiss: async () => {
      if (isAccepting) admin.cancelTest()
      forget()
      openNext()
      return OK
    },

    file: async (connectionId, login) => {
      try {
        const current = settings.get()
        const connection = current.connections.find(({ id }) => id === connectionId)
        if (connection === undefined) throw new VitrineError('internal', 'This connection does not exist any more.')
        const { name, url, database = '', caFile } = connection
        const ca = connection.ca ?? (caFile === undefined ? '' : await deps.readCa(caFile))
        const text = serializeProvision({ name, url, database, login: login.trim(), ca, policy: current.policy, glossary: glossaryOf(current) })
        // What this Vitrine would refuse is given to nobody: above all a key that somebody typed into a filter or a name.
        const parsed = parseProvision(text)
        if (!parsed.ok) return { ok: false, message: [{ id: 'provision.fault.saved' }, parsed.problem.message], hint: { id: 'provision.fault.saved.hint' } }
        return { ok: true, fileName: provisionFileName(name), text: serializeProvision(parsed.provision) }
      } catch (error) {
        const { message, hint } = problemOf(error)
        return { ok: false, message, hint }
      }
    },

    cleanUp,
    stop: unsubscribe,
  }
}
