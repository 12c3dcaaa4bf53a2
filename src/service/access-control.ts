import type {
  AccessFields, AccessModels, AccessPreview, NotTold, PermissionSheet, PreviewCell, PreviewColumn,
} from '../contract/access'
import type { AppState, ConnectionStatus } from '../contract/app-state'
import type { ActionResult } from '../contract/requests'
import type { MessageId, Said } from '../i18n/sentence'
import { isModelName } from '../mcp/arguments'
import { Call } from '../mcp/call'
import type { McpDeps } from '../mcp/deps'
import { loadFacts, knownFacts } from '../mcp/facts'
import { defaultFields, rankedFields } from '../mcp/render/default-fields'
import { searchTool } from '../mcp/tools/search'
import { Visibility } from '../mcp/visibility'
import type { ModelSchema } from '../odoo/port'
import { judgeField, judgeModel } from '../policy/decide'
import { parsePolicy } from '../policy/parse'
import { OPEN_POLICY, type Policy } from '../policy/policy'
import { policySheet } from '../policy/sheet'
import type { Settings } from '../settings/schema'
import type { SettingsStore } from '../settings/store'
import { failureOf, problemOf } from './problems'
import { policyOf } from './settings-view'

/** Rows of a preview: enough to see what a client would be told, and no list to work with. */
const PREVIEW_ROWS = 8

export interface AccessDeps {
  readonly settings: SettingsStore
  readonly state: () => AppState
  /** What a session of this client is served with, without what holds a client up; its policy is replaced here. */
  readonly depsFor: (clientId: string) => McpDeps
  /** The lists that clients hold may differ now. */
  readonly onChanged: () => void
}

/** What the window shows and changes of who may see what. Asks Odoo with the user's own key; nothing of it is journaled, for no client asked. */
export interface AccessControl {
  /** Makes this the policy of a client, or of all that have none of their own. `null` takes a client's own policy away. */
  readonly setPolicy: (clientId: string | undefined, policy: unknown) => Promise<ActionResult>
  readonly models: (clientId: string | undefined) => Promise<AccessModels>
  readonly fields: (clientId: string | undefined, model: string) => Promise<AccessFields>
  readonly preview: (clientId: string | undefined, model: string) => Promise<AccessPreview>
  readonly sheet: (clientId: string | undefined) => PermissionSheet
}

export function createAccessControl({ settings, state, depsFor, onChanged }: AccessDeps): AccessControl {
  const policyFor = (clientId: string | undefined): Policy => policyOf(settings.get(), clientId)

  /** A call in the client's place, with the question to the user taken as answered: it is the user who looks. */
  const callAs = (clientId: string | undefined, policy: Policy): Call => {
    return new Call({ ...depsFor(clientId ?? 'preview'), policy: () => policy, consent: () => Promise.resolve('once'), granted: () => true }, new AbortController().signal)
  }

  const schemaOf = async (model: string): Promise<{ readonly label: string; readonly schema: ModelSchema }> => {
    const { reader } = depsFor('preview').access()
    const { user, labels } = knownFacts(reader) ?? (await loadFacts(reader, {}))
    return { label: labels.get(model) ?? model, schema: await reader.schema(model, { context: { lang: user.lang } }) }
  }

  return {
    setPolicy: async (clientId, value) => {
      if (value === null && clientId === undefined) return notSaved({ id: 'fault.rules.needed' })
      const parsed = value === null ? null : parsePolicy(value)
      if (parsed?.ok === false) return notSaved(parsed.message)
      if (clientId !== undefined && !settings.get().clients.some(({ id }) => id === clientId)) return notSaved({ id: 'fault.client.gone' })
      try {
        await settings.update((before) => withPolicy(before, clientId, parsed === null ? undefined : parsed.policy))
        onChanged()
        return { ok: true }
      } catch (error) {
        return failureOf(error)
      }
    },

    models: (clientId) => told(async () => {
      const { reader } = depsFor('preview').access()
      const { user } = knownFacts(reader) ?? (await loadFacts(reader, {}))
      const policy = policyFor(clientId)
      const models = await reader.models({ context: { lang: user.lang } })
      return {
        ok: true,
        models: models
          .filter(({ model }) => isModelName(model))
          .map(({ model, label }) => ({ model, label, status: judgeModel(policy, model).status })),
      }
    }),

    fields: (clientId, model) => told(async () => {
      const policy = policyFor(clientId)
      const { label, schema } = await schemaOf(model)
      return {
        ok: true,
        label,
        fields: rankedFields(schema).map((field) => {
          const verdict = judgeField(policy, model, field)
          return {
            name: field.name,
            label: field.label,
            type: field.type,
            shown: verdict.allowed,
            reason: verdict.allowed ? '' : { id: HIDDEN_BECAUSE[verdict.reason] ?? 'hidden.by_user' },
            fixed: !verdict.allowed && (verdict.reason === 'secret_name' || verdict.reason === 'leads_to_hidden_model'),
          }
        }),
      }
    }),

    preview: (clientId, model) => told(async () => {
      const policy = policyFor(clientId)
      const { label, schema } = await schemaOf(model)
      const visibility = new Visibility(policy)
      const columns: readonly PreviewColumn[] = defaultFields(schema, new Visibility(OPEN_POLICY)).map((name) => {
        const field = schema.fields.get(name)
        return { name, label: field?.label ?? name, hidden: field === undefined || !visibility.isFieldShown(model, field) }
      })
      const fields = columns.filter(({ hidden }) => !hidden).map(({ name }) => name)
      const answer = await searchTool.run(callAs(clientId, policy), { model, fields: fields.length > 0 ? fields : ['id'], limit: PREVIEW_ROWS })
      const { columns: names, rows, total } = answer as { columns: readonly string[]; rows: readonly (readonly unknown[])[]; total: number }
      const at = columns.map(({ name, hidden }) => (hidden ? -1 : names.indexOf(name)))
      return { ok: true, label, total, columns, rows: rows.map((row) => at.map((index) => cellOf(row[index]))) }
    }),

    sheet: (clientId) => permissionSheet(settings.get(), state().connection, clientId),
  }
}

/** Names, counts and sizes as a person reads them; the value of a hidden column is not there to be shown. */
function cellOf(value: unknown): PreviewCell {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (!Array.isArray(value)) return null
  const [id, name] = value as readonly unknown[]
  return typeof name === 'string' ? name : typeof id === 'number' || typeof id === 'string' ? `#${String(id)}` : null
}

const HIDDEN_BECAUSE: Readonly<Partial<Record<string, MessageId>>> = {
  secret_name: 'hidden.secret_name',
  hidden_by_user: 'hidden.by_user',
  not_in_only: 'hidden.not_in_only',
  hidden_by_preset: 'hidden.by_preset',
  leads_to_hidden_model: 'hidden.leads_to_hidden_model',
}

async function told<T extends { readonly ok: true }>(ask: () => Promise<T>): Promise<T | NotTold> {
  try {
    return await ask()
  } catch (error) {
    const { message, hint } = problemOf(error)
    return { ok: false, message, hint }
  }
}

function notSaved(message: Said): ActionResult {
  return { ok: false, message, hint: { id: 'fault.nothingChanged' } }
}

function withPolicy(before: Settings, clientId: string | undefined, policy: Policy | undefined): Settings {
  if (clientId === undefined) return policy === undefined ? before : { ...before, policy }
  return {
    ...before,
    clients: before.clients.map((client) => {
      if (client.id !== clientId) return client
      const { policy: old, ...rest } = client
      return policy === undefined ? rest : { ...rest, policy }
    }),
  }
}

/** The facts that a sheet begins with, and the policy in words. `status` is that of the connection, where there is one that is known. */
export function permissionSheet(settings: Settings, status: ConnectionStatus, clientId: string | undefined): PermissionSheet {
  const client = clientId === undefined ? undefined : settings.clients.find(({ id }) => id === clientId)
  const connection = settings.connections.find(({ id }) => id === settings.activeConnectionId)
  const facts = [
    { name: 'Client', value: client?.name ?? 'All clients without rules of their own' },
    ...(connection === undefined ? [] : [{ name: 'Odoo', value: `${connection.name} (${connection.url})` }, { name: 'Odoo user', value: connection.login }]),
    ...(status.kind === 'connected' ? [{ name: 'Companies', value: status.companies.join(', ') }, { name: 'Odoo version', value: status.odooVersion }] : []),
    ...(client?.expiresAt === undefined ? [] : [{ name: 'Key valid until', value: client.expiresAt.slice(0, 10) }]),
  ]
  return { title: 'What this client may see', facts, sections: policySheet(policyOf(settings, clientId)).sections }
}
