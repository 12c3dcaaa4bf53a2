import type { Policy } from '../policy/policy'

/** Changes to a policy, each a new one. A name stands in at most one of the lists that contradict each other. */

const without = (names: readonly string[], name: string): readonly string[] => names.filter((one) => one !== name)
const toggled = <T extends string>(names: readonly T[], name: T, on: 'on' | 'off'): readonly T[] =>
  on === 'on' ? [...names.filter((one) => one !== name), name] : names.filter((one) => one !== name)

type NamesByModel = Readonly<Record<string, readonly string[]>>

function withNames(lists: NamesByModel, model: string, names: readonly string[]): NamesByModel {
  const { [model]: old, ...rest } = lists
  return names.length === 0 ? rest : { ...rest, [model]: names }
}

export function withArea(policy: Policy, area: Policy['models']['presets'][number], on: 'on' | 'off'): Policy {
  return { ...policy, models: { ...policy.models, presets: toggled(policy.models.presets, area, on) } }
}

export function withOthers(policy: Policy, others: Policy['models']['others']): Policy {
  return { ...policy, models: { ...policy.models, others } }
}

export function withKind(policy: Policy, kind: Policy['fields']['presets'][number], on: 'on' | 'off'): Policy {
  return { ...policy, fields: { ...policy.fields, presets: toggled(policy.fields.presets, kind, on) } }
}

/** A model that is always allowed, always hidden, or without a rule of its own. */
export function withModel(policy: Policy, model: string, rule: 'allow' | 'hide' | 'none'): Policy {
  const allow = without(policy.models.allow, model)
  const hide = without(policy.models.hide, model)
  return {
    ...policy,
    models: { ...policy.models, allow: rule === 'allow' ? [...allow, model] : allow, hide: rule === 'hide' ? [...hide, model] : hide },
  }
}

/**
 * Shows or hides one field. Where only listed fields are shown, the list changes. Otherwise a field is hidden by its name, and
 * shown by taking that back and by an exception from the kinds of data that are hidden.
 */
export function withField(policy: Policy, model: string, field: string, rule: 'show' | 'hide'): Policy {
  const { fields } = policy
  const only = fields.only[model]
  const shows = rule === 'show'
  return {
    ...policy,
    fields: {
      ...fields,
      hide: withNames(fields.hide, model, toggled(fields.hide[model] ?? [], field, shows || only !== undefined ? 'off' : 'on')),
      allow: withNames(fields.allow, model, toggled(fields.allow[model] ?? [], field, shows ? 'on' : 'off')),
      // An empty list is kept: it hides everything but the id, and without it everything would be shown.
      only: only === undefined ? fields.only : { ...fields.only, [model]: toggled(only, field, shows ? 'on' : 'off') },
    },
  }
}

/** Shows only these fields of a model, and none that Odoo may get later; or, without a list, all that nothing hides. */
export function withOnly(policy: Policy, model: string, shown: readonly string[] | null): Policy {
  const { [model]: old, ...rest } = policy.fields.only
  return { ...policy, fields: { ...policy.fields, only: shown === null ? rest : { ...rest, [model]: shown } } }
}

/** Takes a field from the list of hidden ones, of one model or of every one (`*`), or puts it there. */
export function withHiddenField(policy: Policy, model: string, field: string, on: 'on' | 'off'): Policy {
  const names = toggled(policy.fields.hide[model] ?? [], field, on)
  return { ...policy, fields: { ...policy.fields, hide: withNames(policy.fields.hide, model, names) } }
}

/** A filter for all records of a model; none without a filter. */
export function withRows(policy: Policy, model: string, filter: readonly unknown[] | null): Policy {
  const { [model]: old, ...rest } = policy.rows
  return { ...policy, rows: filter === null ? rest : { ...rest, [model]: filter } }
}

export function withLimits(policy: Policy, limits: Policy['limits']): Policy {
  return { ...policy, limits }
}
