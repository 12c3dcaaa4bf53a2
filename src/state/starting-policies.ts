import { FIELD_PRESETS, MODEL_PRESETS, type Policy } from '../policy/policy'

/** Rules to start from, in the order of how much they show. `usual` is what everybody has who chose nothing. */
export const STARTING_POLICIES = ['usual', 'careful', 'ask', 'everything'] as const
export type StartingPolicy = (typeof STARTING_POLICIES)[number]

type Start = Pick<Policy['models'], 'presets' | 'others'> & { readonly kinds: Policy['fields']['presets'] }

const STARTS: Readonly<Record<StartingPolicy, Start>> = {
  usual: { presets: MODEL_PRESETS, others: 'ask', kinds: [] },
  careful: { presets: MODEL_PRESETS, others: 'ask', kinds: FIELD_PRESETS },
  ask: { presets: [], others: 'ask', kinds: [] },
  everything: { presets: [], others: 'allow', kinds: [] },
}

/** These rules in place of areas, kinds and the rest; single rules for models, fields and records stay. */
export function startingFrom(policy: Policy, start: StartingPolicy): Policy {
  const { presets, others, kinds } = STARTS[start]
  return { ...policy, models: { ...policy.models, presets, others }, fields: { ...policy.fields, presets: kinds } }
}

/** Which of them a policy is, single rules aside; null for a mixture of the user's own. */
export function startOf({ models, fields }: Policy): StartingPolicy | null {
  const isLike = ({ presets, others, kinds }: Start): boolean => models.others === others && hasSame(models.presets, presets) && hasSame(fields.presets, kinds)
  return STARTING_POLICIES.find((start) => isLike(STARTS[start])) ?? null
}

function hasSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one) => others.includes(one))
}
