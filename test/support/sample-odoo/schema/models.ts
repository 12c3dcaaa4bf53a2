import type { ModelDef, OdooVersion } from '../engine/model'
import { ACCOUNTING_MODELS } from './accounting'
import { BASE_MODELS } from './base'
import { CONTACT_MODELS } from './contacts'
import { buildModel, type ModelSpec } from './fields'
import { PRODUCT_MODELS } from './products'
import { PURCHASE_MODELS } from './purchases'
import { SALES_MODELS } from './sales'
import { STOCK_MODELS } from './stock'
import { WORK_MODELS } from './work'

export const MODEL_SPECS: readonly ModelSpec[] = [...BASE_MODELS, ...CONTACT_MODELS, ...PRODUCT_MODELS, ...SALES_MODELS,
  ...PURCHASE_MODELS, ...STOCK_MODELS, ...ACCOUNTING_MODELS, ...WORK_MODELS]

export function buildModels(version: OdooVersion): ReadonlyMap<string, ModelDef> {
  const models = MODEL_SPECS.filter((spec) => version >= (spec.since ?? 0) && version <= (spec.until ?? 99)).map((spec) => buildModel(spec, version))
  return new Map(models.map((model) => [model.name, model]))
}
