import type { Host } from '../host/host'
import type { HttpAnswer } from './http'
import { OdooFault, databaseNotFound, faultByName, isJson, keyRejected, odooErrorOf, parseJson, statusFault, webPage } from './odoo-fault'
import { contextArgument, type Transport } from './transport'
import type { OdooWire, ReadAnswer } from './wire'

export interface Json2Options {
  readonly wire: OdooWire
  /** Empty when the server has a single database. */
  readonly database: string
  readonly isOnline: boolean
  readonly host: Pick<Host, 'now'>
}

/** Odoo's external API from version 19 on: `POST /json/2/<model>/<method>` with the key as a bearer token. */
export function createJson2Transport({ wire, database, isOnline, host }: Json2Options): Transport {
  const read =
    (model: string): ReadAnswer<unknown> =>
    (answer, hide) => {
      const fault = statusFault(answer, host.now())
      if (fault !== undefined) throw fault
      if (answer.status === 401 && !isWall(answer)) throw keyRejected({ isOnline, httpStatus: answer.status })
      if (!isJson(answer)) throw withoutJson(answer.status, database)
      const value = parseJson(answer.body)
      if (answer.status === 200) return value
      if (answer.status === 404) throw notFound(value, model, isOnline, hide)
      throw faultByName(odooErrorOf(value), model, isOnline, hide)
    }

  return {
    protocol: 'json2',
    call: ({ model, method, ids, named }, context, options) =>
      wire.json2(
        {
          model,
          method,
          database,
          body: { ...named, ...(ids === undefined || ids.length === 0 ? {} : { ids }), ...contextArgument(context) },
        },
        read(model),
        options,
      ),
  }
}

/** A password prompt of a proxy before Odoo, which knows nothing of API keys. */
function isWall(answer: HttpAnswer): boolean {
  return !isJson(answer) && /^basic\b/i.test(answer.headers['www-authenticate'] ?? '')
}

/** JSON-2 always answers JSON. What does not is a wrong database (404), a web page, or a wall before Odoo. */
function withoutJson(status: number, database: string): OdooFault {
  if (status === 404) {
    const { code, message, hint } = databaseNotFound(database)
    return new OdooFault(code, message, { hint, kind: 'no_endpoint' })
  }
  return webPage()
}

/** 404 stands for a missing record, and for an unknown model or method alike; of our few methods every model has nearly all. */
function notFound(value: unknown, model: string, isOnline: boolean, hide: (text: string) => string): OdooFault {
  const error = odooErrorOf(value)
  if (error.name.endsWith('MissingError')) return faultByName(error, model, isOnline, hide)
  return unknownModel(model, 'not_found')
}

export function unknownModel(model: string, kind: 'not_found' | 'other' = 'other'): OdooFault {
  return new OdooFault('unknown_model', `Odoo has no model ${model}.`, { kind, hint: 'The app it belongs to may not be installed.' })
}
