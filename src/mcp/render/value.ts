import type { FieldInfo } from '../../odoo/port'
import { oneLine } from '../../odoo/text'
import type { Visibility } from '../visibility'
import { isoInZone, parseOdooDatetime } from './zone'
import { cutText, htmlToText, LONGEST_TEXT } from './text'

export interface ValueStyle {
  readonly visibility: Visibility
  readonly timeZone: string
  /** Longest text, in UTF-16 units. */
  readonly longestText: number
}

const LONGEST_NAME = 200

/**
 * One value of a record as clients see it: Odoo's `false` becomes null except on booleans, many2one `[id, name]`, x2many a
 * count, datetimes in the user's zone, HTML as text, and of files the size only.
 */
export function renderValue(value: unknown, model: string, field: FieldInfo, style: ValueStyle): unknown {
  if (field.type === 'boolean') return value === true
  if (value === false || value === null || value === undefined) return null
  switch (field.type) {
    case 'many2one':
      return renderMany2one(value, field.relation, style)
    case 'one2many':
    case 'many2many':
      return Array.isArray(value) ? value.length : null
    case 'datetime': {
      const instant = typeof value === 'string' ? parseOdooDatetime(value) : undefined
      return instant === undefined ? scalar(value, style) : isoInZone(instant, style.timeZone)
    }
    case 'html':
      return typeof value === 'string' ? cutText(htmlToText(value), style.longestText) : bounded(value, style)
    case 'binary':
    case 'image':
      return renderSize(value, field.type)
    case 'reference':
      return renderReference(value, style)
    case 'properties':
      return renderProperties(value, model, style)
    default:
      return scalar(value, style)
  }
}

function renderMany2one(value: unknown, relation: string | undefined, { visibility }: ValueStyle): unknown {
  if (!Array.isArray(value)) return typeof value === 'number' ? [value] : null
  const [id, name] = value as readonly unknown[]
  // A few models, `account.root` among them, have texts for ids.
  if (typeof id !== 'number' && typeof id !== 'string') return null
  const shownId = typeof id === 'string' ? oneLine(id, LONGEST_NAME) : id
  if (relation !== undefined && !visibility.isNameShown(relation)) return [shownId]
  return typeof name === 'string' ? [shownId, oneLine(name, LONGEST_NAME)] : [shownId]
}

/** A model and an id, `sale.order,7`: nothing where the model may not be known of. */
function renderReference(value: unknown, style: ValueStyle): unknown {
  const [model = ''] = typeof value === 'string' ? value.split(',') : []
  return style.visibility.isModelShown(model) ? scalar(value, style) : null
}

/** `6.61 Kb` as Odoo words a size when it is asked not to send content. Anything else is content and goes no further. */
const sizeText = /^\d+(\.\d+)? ?(bytes|[kmgt]b)$/i

function renderSize(value: unknown, type: string): unknown {
  if (typeof value === 'string' && sizeText.test(value)) return { type, size: value }
  if (typeof value === 'number') return { type, size: `${String(value)} bytes` }
  return { type }
}

function scalar(value: unknown, style: ValueStyle): unknown {
  if (typeof value === 'string') return cutText(value, style.longestText)
  if (typeof value === 'number' || typeof value === 'boolean') return value
  return bounded(value, style)
}

/** A structure as it is when it is small, the start of its text otherwise. */
function bounded(value: unknown, { longestText }: ValueStyle): unknown {
  const text = JSON.stringify(value) as string | undefined
  if (text === undefined) return null
  return text.length <= longestText ? value : cutText(text, longestText)
}

const MOST_PROPERTIES = 30

/** Custom properties, `{label: value}`. A property can point to any model, so each is judged as a field would be. */
function renderProperties(value: unknown, model: string, style: ValueStyle): unknown {
  if (!Array.isArray(value)) return bounded(value, style)
  const shown: [string, unknown][] = []
  for (const item of (value as readonly unknown[]).slice(0, MOST_PROPERTIES)) {
    if (typeof item !== 'object' || item === null) continue
    const { name, string: label, type, comodel, value: content } = item as Readonly<Record<string, unknown>>
    if (type === 'separator') continue
    const key = oneLine(typeof label === 'string' ? label : typeof name === 'string' ? name : '', 60)
    const relation = typeof comodel === 'string' ? { relation: comodel } : {}
    if (key === '' || !style.visibility.isFieldShown(model, { name: key, ...relation })) continue
    const hidesName = typeof comodel === 'string' && !style.visibility.isNameShownUnchecked(comodel)
    shown.push([key, content === false && type !== 'boolean' ? null : hidesName ? null : (content ?? null)])
  }
  // `fromEntries` defines own properties, whatever a label is called.
  return bounded(Object.fromEntries(shown), style)
}

/** The label of a selection value, for the legend. */
export function selectionLabel(field: FieldInfo, value: string): string {
  const label = field.selection?.find(([one]) => one === value)?.[1] ?? value
  return oneLine(label, 80)
}

export const defaultStyle = (visibility: Visibility, timeZone: string): ValueStyle => ({
  visibility,
  timeZone,
  longestText: LONGEST_TEXT,
})
