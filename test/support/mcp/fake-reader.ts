import { VitrineError } from '../../../src/errors/vitrine-error'
import type { FieldInfo, ModelSchema, OdooReader, OdooUser } from '../../../src/odoo/port'

export const field = (name: string, type: FieldInfo['type'], more: Partial<FieldInfo> = {}): FieldInfo => ({
  name,
  label: name,
  type,
  stored: true,
  searchable: true,
  sortable: true,
  groupable: true,
  companyDependent: false,
  required: false,
  ...more,
})

export const schemaOf = (model: string, ...fields: readonly FieldInfo[]): ModelSchema => ({
  model,
  fields: new Map([field('id', 'integer'), field('display_name', 'char', { stored: false }), ...fields].map((one) => [one.name, one])),
})

export const someone: OdooUser = {
  id: 7,
  name: 'Someone',
  login: 'someone@example.com',
  lang: 'en_US',
  tz: 'Europe/Brussels',
  companies: [{ id: 1, name: 'Company', currency: 'EUR' }],
  companyId: 1,
}

const refuse = (): Promise<never> => Promise.reject(new VitrineError('odoo_error', 'The test gave no answer for this.'))

/** A reader of which a test writes the parts it needs; every other question fails. */
export function fakeReader(parts: Partial<OdooReader> & { readonly schemas?: readonly ModelSchema[] } = {}): OdooReader {
  const { schemas = [], ...own } = parts
  return {
    url: 'https://odoo.example.com',
    server: () => Promise.resolve({ version: { major: 19, minor: 0, text: '19.0' }, protocol: 'json2', database: 'test' }),
    user: () => Promise.resolve(someone),
    models: () => Promise.resolve(schemas.map(({ model }) => ({ model, label: model }))),
    schema: (model) => {
      const known = schemas.find((one) => one.model === model)
      return known === undefined ? Promise.reject(new VitrineError('unknown_model', 'No such model.')) : Promise.resolve(known)
    },
    canRead: () => Promise.resolve(true),
    searchesNames: () => Promise.resolve(true),
    searchRead: refuse,
    searchCount: refuse,
    read: refuse,
    nameSearch: refuse,
    group: refuse,
    close: () => undefined,
    ...own,
  }
}
