import { VitrineError } from '../errors/vitrine-error'
import type { Group, GroupKey, GroupQuery } from '../odoo/port'
import type { Grouping } from './aggregate-plan'
import type { Call } from './call'
import { restrictedField } from './visibility'

/**
 * Odoo sorts groups of records by what those records are sorted by, their names mostly. Where that would tell what the policy
 * hides, groups are sorted here, by ids, and only as long as all of them stand in one answer: which ones come first would tell as
 * much. Whether that is so. Throws `restricted_field` for lists of records of which only some may be seen.
 */
export async function isSortedHere(call: Call, model: string, groupings: readonly Grouping[]): Promise<boolean> {
  let sortedHere = false
  for (const { field } of groupings) {
    const { name, relation } = field
    if (relation === undefined || relation === '') continue
    if (call.visibility.hasRules && call.visibility.isModelShown(relation)) await call.schema(relation)
    if (field.type === 'many2many' && call.visibility.isRuled(relation)) {
      call.trail.hide(name)
      throw restrictedField({ allowed: false, reason: 'hidden_by_user', message: `Records of ${model} cannot be grouped by ${name}, because the user lets only some records of ${relation} be read.` })
    }
    sortedHere ||= !call.visibility.isOrderShown(relation)
  }
  return sortedHere
}

export function tooManyToSort(groupings: readonly Grouping[]): VitrineError {
  return new VitrineError(
    'restricted_field',
    `There are more groups by ${groupings.map(({ field }) => field.name).join(', ')} than one answer holds, and which ones come first would tell what the policy hides.`,
    { hint: 'Ask with a filter that leaves fewer groups, a higher limit and no offset.' },
  )
}

type Order = NonNullable<GroupQuery['order']>

/** Groups in the order asked for, records by their ids; ties by the groups themselves. */
export function sortGroups(groups: readonly Group[], order: Order | undefined, dimensions: number): readonly Group[] {
  const terms: Order = [...(order ?? []), ...Array.from({ length: dimensions }, (_, group) => ({ by: { group }, direction: 'asc' as const }))]
  return [...groups].sort((a, b) => {
    for (const { by, direction } of terms) {
      const difference = by === 'count' ? a.count - b.count : 'group' in by ? compareKeys(a.keys[by.group], b.keys[by.group]) : compare(a.measures[by.measure], b.measures[by.measure])
      if (difference !== 0) return direction === 'desc' ? -difference : difference
    }
    return 0
  })
}

function compareKeys(a: GroupKey | undefined, b: GroupKey | undefined): number {
  return compare(sortable(a), sortable(b))
}

function sortable(key: GroupKey | undefined): string | number | boolean | null {
  switch (key?.kind) {
    case 'value':
      return key.value
    case 'record':
      return key.id
    case 'range':
      return key.from
    default:
      return null
  }
}

type Sortable = string | number | boolean | null | undefined

/** What is not set comes last, as in Odoo. */
function compare(a: Sortable, b: Sortable): number {
  if (a === b) return 0
  if (a === null || a === undefined) return 1
  if (b === null || b === undefined) return -1
  return a < b ? -1 : 1
}
