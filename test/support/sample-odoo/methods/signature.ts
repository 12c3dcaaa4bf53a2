import { typeError, unprocessable } from '../engine/errors'
import type { Answer, Env, Json, ModelDef, OdooVersion } from '../engine/model'

export interface MethodCall {
  env: Env
  model: ModelDef
  /** What stood where the records stand; meaningless for methods of the model itself. */
  ids: Json
  args: Readonly<Record<string, Json | undefined>>
  /** Keyword arguments beyond the named ones, of methods that take any. */
  extra: Readonly<Record<string, Json>>
  protocol: 'json2' | 'jsonrpc'
}

export interface Method {
  name: string
  /** The class that Python's messages name. */
  owner?: string | ((model: ModelDef, version: OdooVersion) => string)
  /** `model`: takes no ids. `create`: takes no ids and makes records. `records`: the first argument is ids. */
  kind: 'model' | 'create' | 'records'
  /** `name` is required, `name=` has a default. */
  params: readonly string[]
  anyKeywords?: true
  /** Only these models have it. */
  models?: readonly string[]
  since?: OdooVersion
  until?: OdooVersion
  /** From this version on it may not be called from outside. */
  privateSince?: OdooVersion
  run: (call: MethodCall) => Answer
}

export interface Bound {
  args: Record<string, Json | undefined>
  extra: Record<string, Json>
}

const ownerOf = (method: Method, model: ModelDef, version: OdooVersion): string =>
  (typeof method.owner === 'function' ? method.owner(model, version) : method.owner) ?? 'BaseModel'

const nameOf = (param: string): string => param.replace(/=$/, '')

/** Binds positional and keyword arguments as a Python call does, with Python's own complaints. */
export function bindCall(method: Method, { model, version }: { model: ModelDef; version: OdooVersion }, positional: readonly Json[], keywords: Readonly<Record<string, Json>>): Bound {
  const called = `${ownerOf(method, model, version)}.${method.name}()`
  const names = method.params.map(nameOf)
  if (positional.length > names.length) {
    const required = method.params.filter((param) => !param.endsWith('=')).length + 1
    const most = names.length + 1
    const takes = required === most ? `${most} positional argument${most === 1 ? '' : 's'}` : `from ${required} to ${most} positional arguments`
    throw typeError(`${called} takes ${takes} but ${positional.length + 1} were given`)
  }
  const bound: Bound = { args: {}, extra: {} }
  positional.forEach((value, index) => {
    bound.args[names[index] ?? ''] = value
  })
  for (const [name, value] of Object.entries(keywords)) {
    if (!names.includes(name)) {
      if (!method.anyKeywords) throw typeError(`${called} got an unexpected keyword argument '${name}'`)
      bound.extra[name] = value
    } else if (name in bound.args) throw typeError(`${called} got multiple values for argument '${name}'`)
    else bound.args[name] = value
  }
  const missing = method.params.filter((param) => !param.endsWith('=') && !(param in bound.args))
  if (missing.length > 0) {
    const quoted = missing.map((name) => `'${name}'`)
    const list = quoted.length === 1 ? quoted[0] : `${quoted.slice(0, -1).join(', ')}${quoted.length > 2 ? ',' : ''} and ${quoted[quoted.length - 1]}`
    throw typeError(`${called} missing ${missing.length} required positional argument${missing.length === 1 ? '' : 's'}: ${list}`)
  }
  return bound
}

/** Binds JSON-2's named arguments: the signature is checked before the call, and a misfit is the client's fault. */
export function bindNamed(method: Method, body: Readonly<Record<string, Json>>): Bound {
  const names = method.params.map(nameOf)
  const bound: Bound = { args: {}, extra: {} }
  for (const param of method.params) {
    if (!param.endsWith('=') && !(param in body)) throw unprocessable(`missing a required argument: '${param}'`)
  }
  for (const [name, value] of Object.entries(body)) {
    if (names.includes(name)) bound.args[name] = value
    else if (method.anyKeywords) bound.extra[name] = value
    else throw unprocessable(`got an unexpected keyword argument '${name}'`)
  }
  return bound
}
