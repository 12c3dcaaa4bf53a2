import { onlyNamesOf } from './decide'
import { KINDS } from './field-presets'
import { MODELS_OF_PRESETS } from './model-presets'
import { FIELD_PRESETS, type ModelPreset, type OtherModels, type Policy, type PolicyLimits } from './policy'
import { fieldsOfRowRule } from './row-rule'
import { repeatedBy, SECOND_NAMES } from './same-record'
import { counted, fieldsInWords } from './words'
import { workingTimeInWords } from './working-time'

/** One difference between two policies, as a sentence about the second. Technical names stand in it, values of Odoo never. */
export interface PolicyChange {
  /** `opens` where the second may show anything that the first does not; in doubt it does. */
  readonly effect: 'opens' | 'narrows'
  readonly text: string
}

/** What holds where a policy says nothing about calls, by the settings of the application. */
export interface UsualPace {
  readonly callsPerMinute: number
}

type Lists = Readonly<Record<string, readonly string[]>>

/**
 * What `after` opens and what it narrows, compared with `before`. Whatever one model or field could be read by under `after` alone
 * stands among what opens; a change without effect is left out.
 */
export function policyChanges(before: Policy, after: Policy, usual: UsualPace): readonly PolicyChange[] {
  return [
    ...modelChanges(before.models, after.models),
    ...kindChanges(before.fields, after.fields),
    ...hiddenChanges(before.fields.hide, after.fields.hide),
    ...onlyChanges(before.fields.only, after.fields.only),
    ...rowChanges(before.rows, after.rows),
    ...limitChanges(before.limits, after.limits, usual),
    ...addressChanges(before.addresses, after.addresses),
  ]
}

const opens = (text: string): PolicyChange => ({ effect: 'opens', text })
const narrows = (text: string): PolicyChange => ({ effect: 'narrows', text })
const without = <T>(all: readonly T[], these: readonly T[]): readonly T[] => all.filter((one) => !these.includes(one))

/** A sentence for names, none for no names. */
function named(change: (text: string) => PolicyChange, beginning: string, names: readonly string[]): readonly PolicyChange[] {
  return names.length === 0 ? [] : [change(`${beginning}: ${names.join(', ')}.`)]
}

const STRICTNESS: Readonly<Record<OtherModels, number>> = { allow: 0, ask: 1, refuse: 2 }
const OTHERS: Readonly<Record<OtherModels, string>> = { allow: 'is allowed', ask: 'asks first', refuse: 'is refused' }

function modelChanges(before: Policy['models'], after: Policy['models']): readonly PolicyChange[] {
  const titles = (presets: readonly ModelPreset[], verb: string) =>
    presets.map((preset) => `The area ${MODELS_OF_PRESETS[preset].title} ${verb}: ${MODELS_OF_PRESETS[preset].covers}.`)
  // Where every other model is allowed anyway, naming one allows nothing more.
  const added = before.others === 'allow' ? [] : [
    ...titles(without(after.presets, before.presets), 'is allowed').map(opens),
    ...named(opens, 'Allowed by name', without(after.allow, before.allow)),
    ...(before.presets.length === 0 && after.presets.length > 0 ? [opens('Companies, users, currencies, countries, languages, units and working schedules are allowed with them.')] : []),
  ]
  const removed = after.others === 'allow' ? [] : [
    ...titles(without(before.presets, after.presets), 'is no longer allowed as a whole').map(narrows),
    ...named(narrows, 'No longer allowed by name', without(before.allow, after.allow)),
  ]
  const isWider = STRICTNESS[after.others] < STRICTNESS[before.others]
  const others = after.others !== before.others
    ? [(isWider ? opens : narrows)(`Every other model ${OTHERS[after.others]}. Until now it ${OTHERS[before.others]}.`)]
    : []
  return [
    ...others,
    ...added,
    ...named(opens, 'No longer hidden by name', without(before.hide, after.hide)),
    ...removed,
    ...named(narrows, 'Hidden by name', without(after.hide, before.hide)),
  ]
}

/** Exceptions open only what a kind would hide. */
function kindChanges(before: Policy['fields'], after: Policy['fields']): readonly PolicyChange[] {
  const kinds = FIELD_PRESETS.filter((kind) => before.presets.includes(kind) !== after.presets.includes(kind))
  return [
    ...kinds.map((kind) => {
      const { title, covers } = KINDS[kind]
      return after.presets.includes(kind) ? narrows(`${title} are hidden on every model: ${covers}.`) : opens(`${title} are no longer hidden on every model: ${covers}.`)
    }),
    ...(before.presets.length === 0 ? [] : named(opens, 'Shown although their kind is hidden', fieldsInWords(listedOnlyIn(after.allow, before.allow)))),
    ...(after.presets.length === 0 ? [] : named(narrows, 'No longer shown as exceptions', fieldsInWords(listedOnlyIn(before.allow, after.allow)))),
  ]
}

function hiddenChanges(before: Lists, after: Lists): readonly PolicyChange[] {
  return [
    ...named(opens, 'Fields no longer hidden by name', fieldsInWords(listedOnlyIn(before, after))),
    ...named(narrows, 'Fields hidden by name', fieldsInWords(listedOnlyIn(after, before))),
  ]
}

function listedOnlyIn(lists: Lists, others: Lists): Lists {
  return Object.fromEntries(Object.entries(lists).map(([model, names]) => [model, without(names, ownLists(others, model))]))
}

// The lists may come from JSON: 'constructor' is a possible key of a policy, not of its prototype.
const ownLists = (lists: Lists, model: string): readonly string[] => (Object.hasOwn(lists, model) ? (lists[model] ?? []) : [])

/** A list holds for the second names of its model too, so those are compared by the list that holds for them. */
function onlyChanges(before: Policy['fields']['only'], after: Policy['fields']['only']): readonly PolicyChange[] {
  const models = new Set([...Object.keys(before), ...Object.keys(after), ...SECOND_NAMES])
  return [...models].flatMap((model) => {
    const [was, is] = [before, after].map((lists) => namesLeftOf(lists, model))
    if (is === undefined) return was === undefined ? [] : [opens(`Of ${model}, all fields may be read. Until now these alone: ${was.join(', ')}.`)]
    if (was === undefined) return [narrows(`Of ${model}, only these fields may be read: ${is.join(', ')}.`)]
    return [
      ...named(opens, `Of ${model}, these fields may be read as well`, without(is, was)),
      ...named(narrows, `Of ${model}, these fields may no longer be read`, without(was, is)),
    ]
  })
}

function namesLeftOf(only: Lists, model: string): readonly string[] | undefined {
  const names = onlyNamesOf(only, model)
  return names === null ? undefined : [...new Set(['id', ...names])]
}

function rowChanges(before: Policy['rows'], after: Policy['rows']): readonly PolicyChange[] {
  const models = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...models].flatMap((model) => {
    const was = Object.hasOwn(before, model) ? before[model] : undefined
    const is = Object.hasOwn(after, model) ? after[model] : undefined
    if (is === undefined) return [opens(`Of ${model}, records may be read whether or not they pass a filter on ${fieldsOfRowRule(was ?? []).join(', ')}.`)]
    const filter = fieldsOfRowRule(is).join(', ')
    if (was !== undefined) {
      // What two filters let through can be compared by Odoo alone.
      return JSON.stringify(was) === JSON.stringify(is) ? [] : [opens(`Of ${model}, other records may be read: those that pass another filter, on ${filter}.`)]
    }
    const wasRefused = repeatedBy(model).some((source) => Object.hasOwn(before, source))
    return [(wasRefused ? opens : narrows)(`Of ${model}, ${wasRefused ? 'refused until now, records may be read' : 'only records may be read'} that pass a filter on ${filter}.`)]
  })
}

function limitChanges(before: PolicyLimits, after: PolicyLimits, usual: UsualPace): readonly PolicyChange[] {
  const [wasCalls, isCalls] = [before.callsPerMinute ?? usual.callsPerMinute, after.callsPerMinute ?? usual.callsPerMinute]
  const [wasRows, isRows] = [before.rowsPerAnswer ?? Infinity, after.rowsPerAnswer ?? Infinity]
  const time = ({ hours, days }: PolicyLimits) => workingTimeInWords({ hours, days })
  const [wasTime, isTime] = [time(before), time(after)]
  return [
    ...(wasCalls === isCalls ? [] : [(isCalls > wasCalls ? opens : narrows)(`At most ${counted(isCalls, 'call')} in any minute. Until now ${String(wasCalls)}.`)]),
    ...(wasRows === isRows ? [] : [(isRows > wasRows ? opens : narrows)(isRows === Infinity ? `No limit of rows in an answer. Until now ${String(wasRows)}.` : `At most ${counted(isRows, 'row')} in an answer.`)]),
    ...(wasTime === isTime ? [] : [(isWithin(after, before) ? narrows : opens)(isTime === '' ? `Questions are answered at any time. Until now only ${wasTime}.` : `Questions are answered only ${isTime}.`)]),
  ]
}

/** Whether the time of one lies within that of the other for sure; hours that cross midnight do only where they are the same. */
function isWithin(inner: PolicyLimits, outer: PolicyLimits): boolean {
  const days = inner.days ?? [1, 2, 3, 4, 5, 6, 7]
  if (outer.days !== undefined && !days.every((day) => outer.days?.includes(day))) return false
  if (outer.hours === undefined) return inner.hours === undefined || inner.hours.from < inner.hours.to || outer.days === undefined
  if (inner.hours === undefined) return false
  if (inner.hours.from === outer.hours.from && inner.hours.to === outer.hours.to) return true
  const isPlain = inner.hours.from < inner.hours.to && outer.hours.from < outer.hours.to
  return isPlain && inner.hours.from >= outer.hours.from && inner.hours.to <= outer.hours.to
}

/** An empty `allow` lets in every address that `deny` does not keep out. */
function addressChanges(before: Policy['addresses'], after: Policy['addresses']): readonly PolicyChange[] {
  const [wasAll, isAll] = [before.allow.length === 0, after.allow.length === 0]
  return [
    ...(isAll && !wasAll ? [opens(`Over HTTP, from any address that can reach it. Until now only from: ${before.allow.join(', ')}.`)] : []),
    ...(wasAll && !isAll ? named(narrows, 'Over HTTP, only from', after.allow) : []),
    ...(wasAll || isAll ? [] : [
      ...named(opens, 'Over HTTP, also from', without(after.allow, before.allow)),
      ...named(narrows, 'Over HTTP, no longer from', without(before.allow, after.allow)),
    ]),
    ...named(opens, 'Over HTTP, no longer kept out', without(before.deny, after.deny)),
    ...named(narrows, 'Over HTTP, never from', without(after.deny, before.deny)),
  ]
}
