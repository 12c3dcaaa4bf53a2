import type { Json, ModelDef, OdooVersion, Row, UserInfo } from '../engine/model'
import type { Store } from '../engine/store'
import { withImplied } from '../schema/groups'
import { MODEL_SPECS } from '../schema/models'
import { addCatalogue } from './catalogue'
import { addContacts } from './contacts'
import { ACCOUNTS, addFoundations, addPeople } from './foundations'
import { addSales } from './sales'
import { addModelList } from './technical'
import { addPurchases, addStock } from './supply'
import { addWork } from './work'
import { World, type DraftValue, type PerCompany, type Translated } from './world'

const SEED = 20_260_615

/** Fills a store with the invented company and returns the people who may log in. */
export function createData(store: Store, models: ReadonlyMap<string, ModelDef>, version: OdooVersion, nowMs: number): UserInfo[] {
  const world = new World(SEED, nowMs)
  addFoundations(world)
  addPeople(world)
  const contacts = addContacts(world)
  const products = addCatalogue(world)
  addSales(world, contacts, products, version)
  addPurchases(world, contacts, products, version)
  addStock(world, products)
  addWork(world, contacts)
  addModelList(world, models)
  for (const [model, drafts] of world.tables) if (models.has(model)) load(store, model, drafts, version)
  return ACCOUNTS.map((account) => ({
    id: account.id, login: account.login, name: account.name, key: account.key, lang: account.lang, tz: account.tz,
    companyId: account.companyId, companyIds: account.companyIds, groups: withImplied(account.groups),
    partnerId: Number(store.table('res.users').byId.get(account.id)?.['partner_id'] ?? 0),
  }))
}

const isTranslated = (value: DraftValue): value is Translated => typeof value === 'object' && value !== null && !Array.isArray(value) && 'fr' in value && 'en' in value
const isPerCompany = (value: DraftValue): value is PerCompany => typeof value === 'object' && value !== null && !Array.isArray(value) && 'byCompany' in value

/** Stores drafts under this version's field names, texts and company values laid beside the records. */
function load(store: Store, model: string, drafts: readonly Record<string, DraftValue>[], version: OdooVersion): void {
  const table = store.table(model)
  const spec = MODEL_SPECS.find((candidate) => candidate.name === model)
  const renamed = new Map<string, string>()
  const dropped = new Set<string>()
  for (const [name, field] of Object.entries(spec?.fields ?? {})) {
    if (field.was && version <= field.was[1]) renamed.set(name, field.was[0])
    if (version < (field.since ?? 0) || version > (field.until ?? 99)) dropped.add(name)
  }
  for (const draft of drafts) {
    const row: Row = { id: draft['id'] as number }
    table.insert(row)
    for (const [name, value] of Object.entries(draft)) {
      if (dropped.has(name)) continue
      const key = renamed.get(name) ?? name
      if (isTranslated(value)) {
        row[key] = value.en
        table.translate(key, 'fr_FR', row.id, value.fr)
      } else if (isPerCompany(value)) {
        row[key] = value.base
        for (const [company, own] of Object.entries(value.byCompany)) table.setCompanyValue(key, Number(company), row.id, own)
      } else row[key] = value as Json
    }
    if (model === 'product.template') row['type'] = row['type'] === 'storable' ? (version >= 18 ? 'consu' : 'product') : row['type'] ?? 'consu'
  }
}
