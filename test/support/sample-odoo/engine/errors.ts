import type { Env, Json, ModelDef, Operation, Row } from './model'
import { GROUP_LABELS, groupLabel } from '../schema/groups'

/** A Python exception as Odoo's dispatchers report it. */
export class OdooError extends Error {
  readonly arguments: Json[]

  /** @param name the exception's dotted Python name. @param status the HTTP status JSON-2 gives it. */
  constructor(readonly pythonName: string, message: string, readonly status = 500, args: Json[] = [message]) {
    super(message)
    this.arguments = args
  }
}

export const valueError = (message: string): OdooError => new OdooError('builtins.ValueError', message)
export const typeError = (message: string): OdooError => new OdooError('builtins.TypeError', message)
export const keyError = (key: string): OdooError => new OdooError('builtins.KeyError', key)
export const assertionError = (message: string): OdooError => new OdooError('builtins.AssertionError', message)
export const userError = (message: string): OdooError => new OdooError('odoo.exceptions.UserError', message, 422)
export const validationError = (message: string): OdooError => new OdooError('odoo.exceptions.ValidationError', message, 422)
export const accessDenied = (): OdooError => new OdooError('odoo.exceptions.AccessDenied', 'Access Denied', 403)
export const accessError = (message: string): OdooError => new OdooError('odoo.exceptions.AccessError', message, 403)

/** An exception of the HTTP library: its arguments carry the status as well. */
export const httpError = (status: number, name: string, message: string): OdooError =>
  new OdooError(`werkzeug.exceptions.${name}`, message, status, [message, status])

export const unprocessable = (message: string): OdooError => httpError(422, 'UnprocessableEntity', message)

const isFrench = (env: Env): boolean => env.lang === 'fr_FR'

export function missingError(model: string, id: number, env: Env): OdooError {
  const message = isFrench(env) && env.version >= 18
    ? `Enregistrement inexistant ou supprimé.\n(Enregistrement : ${model}(${id},), Utilisateur : ${env.user.id})`
    : `Record does not exist or has been deleted.\n(Record: ${model}(${id},), User: ${env.user.id})`
  return new OdooError('odoo.exceptions.MissingError', message, 404)
}

const VERBS: Record<Operation, [string, string]> = {
  read: ['access', 'accéder aux'],
  write: ['modify', 'modifier les'],
  create: ['create', 'créer des'],
  unlink: ['delete', 'supprimer des'],
}

/** The refusal of a whole model to a user's groups. */
export function modelDenied(model: ModelDef, operation: Operation, env: Env, label: string): OdooError {
  const allowed = model.access[operation].filter((group) => group in GROUP_LABELS).map((group) => groupLabel(group, env.version)).sort()
  const [english, french] = VERBS[operation]
  if (isFrench(env)) {
    const groups = allowed.length > 0
      ? `Cette opération est autorisée pour les groupes suivants :\n${allowed.map((name) => `\t- ${name}`).join('\n')}`
      : "Aucun groupe n'autorise actuellement cette opération."
    return accessError(`Vous n'êtes pas autorisé à ${french} enregistrements '${label}' (${model.name}).' \n\n${groups}\n\n`
      + "Contactez votre administrateur pour demander l'accès si nécessaire.")
  }
  const groups = allowed.length > 0
    ? `This operation is allowed for the following groups:\n${allowed.map((name) => `\t- ${name}`).join('\n')}`
    : 'No group currently allows this operation.'
  return accessError(`You are not allowed to ${english} '${label}' (${model.name}) records.\n\n${groups}\n\n`
    + 'Contact your administrator to request access if necessary.')
}

/** The refusal of single records by a record rule. */
export function recordsDenied(model: ModelDef, operation: Operation, env: Env, rows: readonly Row[]): OdooError {
  if (env.version === 16) {
    return accessError(`Due to security restrictions, you are not allowed to access '${model.label}' (${model.name}) records.\n\n`
      + 'Contact your administrator to request access if necessary.')
  }
  const companyField = model.fields.get('company_id')
  const foreign = companyField?.type === 'many2one' && rows.some((row) => {
    const company = row['company_id']
    return typeof company === 'number' && !env.companyIds.includes(company)
  })
  return accessError('Uh-oh! Looks like you have stumbled upon some top-secret records.\n\n'
    + `Sorry, ${env.user.name} (id=${env.user.id}) doesn't have '${operation}' access to:\n- ${model.label} (${model.name})\n\n`
    + 'If you really, really need access, perhaps you can win over your friendly administrator with a batch of freshly baked cookies.'
    + (foreign ? '\n\nThis seems to be a multi-company issue, you might be able to access the record by switching to the company.' : ''))
}

/** The refusal of fields that none of the user's groups may see. */
export function fieldsDenied(model: ModelDef, names: readonly string[], env: Env, operation: 'read' | 'write'): OdooError {
  const reasonOf = (name: string): string => {
    const groups = model.fields.get(name)?.groups ?? []
    if (groups.includes('.')) return 'always forbidden'
    return `allowed for groups ${groups.map((group) => `'${groupLabel(group, env.version)}'`).join(', ')}`
  }
  const footer = `Operation: ${operation}\nUser: ${env.user.id}\n`
  if (env.version <= 17) {
    return accessError('The requested operation can not be completed due to security restrictions.\n\n'
      + `Document type: ${model.label} (${model.name})\n${footer}Fields:\n${names.map((name) => `- ${name} (${reasonOf(name)})`).join('\n')}`)
  }
  if (env.version === 18) {
    return accessError(`You do not have enough rights to access the fields "${names.join(',')}" on ${model.label} (${model.name}). `
      + `Please contact your system administrator.\n\n${footer}Fields:\n${names.map((name) => `- ${name} (${reasonOf(name)})`).join('\n')}`)
  }
  const first = names[0] ?? ''
  return accessError(`You do not have enough rights to access the field "${first}" on ${model.label} (${model.name}). `
    + `Please contact your system administrator.\n\n${footer}Groups: ${reasonOf(first)}`)
}
