import { createData } from './data/create'
import { Sessions } from './protocol/sessions'
import type { ModelDef, OdooVersion, Row, UserInfo } from './engine/model'
import { Store } from './engine/store'
import { datetimeText } from './engine/time'
import { buildModels } from './schema/models'

/** Raw records by model, under this version's field names. */
export type SampleData = Readonly<Record<string, readonly Row[]>>

const VERSION_TEXTS: Record<OdooVersion, string> = {
  16: '16.0-20231208', 17: '17.0-20240709', 18: '18.0-20250506', 19: '19.0', 20: '20.0',
}

/** The password of the user with this id; invented, and open to all. */
export const passwordOf = (id: number): string => `sample-password-${id}`

/** One Odoo database: its models, records and users. */
export class Database {
  readonly models: ReadonlyMap<string, ModelDef>
  readonly store = new Store()
  readonly sessions = new Sessions()
  readonly users: readonly UserInfo[]
  readonly versionText: string
  readonly #revoked = new Set<string>()
  readonly #deleted = new Set<string>()
  /** Keys that were made since, by their text. */
  readonly #more = new Map<string, UserInfo>()

  constructor(readonly version: OdooVersion, readonly names: readonly string[], readonly nowMs: number) {
    this.versionText = VERSION_TEXTS[version]
    this.models = buildModels(version)
    this.users = createData(this.store, this.models, version, nowMs)
  }

  get data(): SampleData {
    const data: Record<string, readonly Row[]> = {}
    for (const name of this.models.keys()) data[name] = this.store.table(name).rows
    return data
  }

  change(model: string, values: Row): void {
    const table = this.store.table(model)
    const row = table.byId.get(values.id)
    if (row === undefined) table.insert(values)
    else Object.assign(row, values)
    table.touch()
  }

  userByKey(key: string): UserInfo | undefined {
    if (this.#deleted.has(key)) return undefined
    const user = this.#more.get(key) ?? this.users.find((candidate) => candidate.key === key)
    return user && !this.#revoked.has(user.login) ? user : undefined
  }

  /** Passwords open the web client and JSON-RPC, never JSON-2. */
  userByPassword(password: string): UserInfo | undefined {
    return this.users.find((candidate) => passwordOf(candidate.id) === password)
  }

  /** Makes another key for a user, as on Odoo's own page; a version before 18 knows no end of it. */
  makeKey(login: string, name: string, ends: string | false): string {
    const user = this.users.find((candidate) => candidate.login === login)
    if (!user) throw new Error(`the sample data lacks ${login}`)
    const table = this.store.table('res.users.apikeys')
    const id = table.nextId
    table.insert({ id, name, user_id: user.id, scope: 'rpc', create_date: datetimeText(this.nowMs), ...(this.version >= 18 ? { expiration_date: ends } : {}) })
    const key = `${String(id).padStart(4, '0')}${'5a'.repeat(15)}sample`
    this.#more.set(key, user)
    return key
  }

  /** Deletes the key that a user had from the beginning; those made since go on. */
  revokeFirstKey(login: string): void {
    const user = this.users.find((candidate) => candidate.login === login)
    const table = this.store.table('res.users.apikeys')
    const row = table.rows.find((candidate) => candidate['user_id'] === user?.id)
    if (row) table.remove(row.id)
    if (user) this.#deleted.add(user.key)
  }

  revoke(login: string): void {
    this.#revoked.add(login)
  }

  restore(login: string): void {
    this.#revoked.delete(login)
  }
}
