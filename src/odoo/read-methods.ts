import { isDeepStrictEqual } from 'node:util'
import { VitrineError } from '../errors/vitrine-error'

/**
 * One call of a read method. `named` are the arguments as JSON-2 wants them; `positional` says which of them JSON-RPC sends by
 * place, in this order (where versions name an argument differently, only its place is stable). `ids` are the records.
 */
export interface ReadCall {
  readonly model: string
  readonly method: ReadMethod
  readonly ids?: readonly number[]
  readonly named: Readonly<Record<string, unknown>>
  readonly positional?: readonly string[]
}

/** What leaves the machine, named once more where it leaves. */
export type WireTarget =
  | { readonly service: 'web'; readonly method: string }
  | { readonly service: 'common'; readonly method: string }
  | { readonly service: 'db'; readonly method: string }
  | { readonly service: 'object'; readonly model: string; readonly method: string; readonly ids?: readonly number[]; readonly fields?: unknown }

/** The closed list: method → the only model it may be called on, or `*`. Nothing here can change a record. */
const READ_METHODS = {
  search_read: '*',
  search_count: '*',
  read: '*',
  fields_get: '*',
  name_search: '*',
  read_group: '*',
  formatted_read_group: '*',
  has_access: '*',
  check_access_rights: '*',
  context_get: 'res.users',
  get_available_models: 'ir.model',
} as const satisfies Readonly<Record<string, string>>

/**
 * All that is ever asked of the user's API keys, and by which method: when they end, so that the user can be warned. Odoo does not show the
 * keys themselves to anybody, and nothing that a client asks gets as far as here.
 */
export const OWN_KEYS_MODEL = 'res.users.apikeys'
export const OWN_KEY_FIELDS = ['name', 'scope', 'expiration_date'] as const
const KEY_MODEL = /^res\.users\.apikeys(?:\.|$)/

type ReadMethod = keyof typeof READ_METHODS

const READ_METHOD_MODELS: ReadonlyMap<string, string> = new Map(Object.entries(READ_METHODS))
const COMMON_METHODS: ReadonlySet<string> = new Set(['version', 'authenticate'])
const MODEL_NAME = /^[a-z_][a-z0-9_]*(?:\.[a-z0-9_]+)*$/

/** A technical model name such as `sale.order`. Odoo allows lower-case letters, digits, `_` and `.` only. */
export function isModelName(name: unknown): name is string {
  return typeof name === 'string' && name.length <= 128 && MODEL_NAME.test(name)
}

/**
 * The last line before the socket. Throws `VitrineError` (`unknown_model` for a name no model can have, else `internal`) unless
 * the target is on the closed list. Whoever adds a way to the socket must pass through here.
 */
export function assertReadOnly(target: WireTarget): void {
  switch (target.service) {
    case 'web':
      if (target.method === 'version') return
      break
    case 'db':
      // Names only, and asked before there is a key. Everything else of this service administers databases.
      if (target.method === 'list') return
      break
    case 'common':
      if (COMMON_METHODS.has(target.method)) return
      break
    case 'object': {
      if (!isModelName(target.model)) {
        throw new VitrineError('unknown_model', 'This is not the name of a model.', {
          hint: 'A model has a technical name such as sale.order; odoo_find_models lists them.',
        })
      }
      const model = READ_METHOD_MODELS.get(target.method)
      const areIdsRight = (target.ids ?? []).every(isRecordId)
      // Odoo takes ids for the operation there, and would check something else than what was asked.
      const areIdsWanted = target.method !== 'check_access_rights' || (target.ids ?? []).length === 0
      if (KEY_MODEL.test(target.model) && !isAboutOwnKeys(target)) break
      if ((model === '*' || model === target.model) && areIdsRight && areIdsWanted) return
      break
    }
    default:
      break
  }
  throw new VitrineError('internal', 'Vitrine refused to send a request that is not on its list of read methods.')
}

function isAboutOwnKeys({ model, method, fields }: { readonly model: string; readonly method: string; readonly fields?: unknown }): boolean {
  return model === OWN_KEYS_MODEL && method === 'search_read' && isDeepStrictEqual(fields, OWN_KEY_FIELDS)
}

/** Odoo matches nothing, or the wrong thing, for ids of another type. */
export function isRecordId(id: unknown): id is number {
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0
}
