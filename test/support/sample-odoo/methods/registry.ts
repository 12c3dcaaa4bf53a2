import { AGGREGATING } from './aggregating'
import { accessError, httpError, OdooError, unprocessable, userError, valueError } from '../engine/errors'
import type { Answer, Env, Json, ModelDef } from '../engine/model'
import { PRIVATE_SINCE_19, READING } from './reading'
import { bindCall, bindNamed, type Method } from './signature'
import { WEB } from './web'
import { WRITING } from './writing'

const METHODS = new Map<string, Method[]>()
for (const method of [...READING, ...AGGREGATING, ...WEB, ...WRITING]) METHODS.set(method.name, [...(METHODS.get(method.name) ?? []), method])

function findMethod(env: Env, model: ModelDef, name: string): Method | undefined {
  return METHODS.get(name)?.find((method) => (!method.models || method.models.includes(model.name))
    && env.version >= (method.since ?? 0) && env.version <= (method.until ?? 99))
}

function refusePrivate(env: Env, model: ModelDef, name: string, method: Method | undefined): void {
  const hidden = name.startsWith('_') || (env.version >= 19 && PRIVATE_SINCE_19.has(name))
    || (method?.privateSince !== undefined && env.version >= method.privateSince)
  if (!hidden) return
  throw accessError(env.version <= 17
    ? `Private methods (such as ${name}) cannot be called remotely.`
    : `Private methods (such as '${model.name}.${name}') cannot be called remotely.`)
}

/** `execute_kw`: positional arguments and keywords, the records' ids first where the method is one of records. */
export function callPositional(env: Env, modelName: string, name: string, positional: readonly Json[], keywords: Readonly<Record<string, Json>>): Answer {
  const model = env.models.get(modelName)
  if (!model) throw userError(`Object ${modelName} doesn't exist`)
  const method = findMethod(env, model, name)
  refusePrivate(env, model, name, method)
  if (!method) {
    throw new OdooError('builtins.AttributeError', env.version === 16 ? `type object '${model.name}' has no attribute '${name}'`
      : env.version === 17 ? `The method '${name}' does not exist on the model '${model.name}'`
        : `The method '${model.name}.${name}' does not exist`)
  }
  if (method.kind !== 'records') {
    const { args, extra } = bindCall(method, { model, version: env.version }, positional, keywords)
    return method.run({ env, model, ids: [], args, extra, protocol: 'jsonrpc' })
  }
  const [ids = null, ...rest] = positional
  if (positional.length === 0) throw new OdooError('builtins.IndexError', env.version >= 19 ? 'list index out of range' : 'tuple index out of range')
  const { args, extra } = bindCall(method, { model, version: env.version }, rest, keywords)
  return method.run({ env, model, ids, args, extra, protocol: 'jsonrpc' })
}

/** JSON-2: one object of named arguments, `ids` among them. */
export function callNamed(env: Env, modelName: string, name: string, body: Readonly<Record<string, Json>>): Answer {
  const model = env.models.get(modelName)
  if (!model) throw httpError(404, 'NotFound', `the model '${modelName}' does not exist`)
  const method = findMethod(env, model, name)
  refusePrivate(env, model, name, method)
  if (!method) throw httpError(404, 'NotFound', `The method '${modelName}.${name}' does not exist`)
  const { ids, ...named } = body
  if (method.kind !== 'records' && Array.isArray(ids) ? ids.length > 0 : method.kind !== 'records' && ids !== undefined) {
    throw unprocessable(`cannot call ${modelName}.${name} with ids`)
  }
  if (ids !== undefined && ids !== null && typeof ids === 'object' && !Array.isArray(ids)) throw valueError('Invalid ids')
  const { args, extra } = bindNamed(method, named)
  return method.run({ env, model, ids: ids ?? [], args, extra, protocol: 'json2' })
}
