import { OPEN_POLICY, type Policy } from '../../src/policy/policy'

/** A policy that allows everything but these models and these fields by model. */
export function hiding({ models = [], fields = {} }: { readonly models?: readonly string[]; readonly fields?: Policy['fields']['hide'] }): Policy {
  return { ...OPEN_POLICY, models: { ...OPEN_POLICY.models, hide: models }, fields: { ...OPEN_POLICY.fields, hide: fields } }
}
