import { RECEIPT_ALPHABET, RECEIPT_LENGTH, TOOL_NAMES, type NewActivityEvent, type Outcome } from '../contract/activity'
import type { ConsentGrant } from '../contract/consent'
import { ERROR_CODES } from '../contract/error-codes'
import { cleanShape, UNREADABLE_SHAPE } from './clean-shape'

/**
 * The journal's own gate: whatever a caller hands over, only names, shapes, counts and times get in, each capped. It
 * repeats what callers should already have done, because a value that slipped in could not be taken back.
 */

const MAX_FIELDS = 200
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/
const MODEL = /^[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*$/
/** A field, a path of at most five, with what it was grouped or measured by: `order_line.price_total:sum`. */
const FIELD = /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*){0,4}(?::[a-z_]{1,20})?$/
/** An API key of Odoo, which may pass for a name: a person may have shown it to the client, and that to us. */
const KEY = /[0-9a-f]{40}/i
const ID = /^[A-Za-z0-9][A-Za-z0-9_.:-]*$/
const RECEIPT = new RegExp(`^[${RECEIPT_ALPHABET}]{${String(RECEIPT_LENGTH)}}$`)
const METHOD = /^[a-z][a-z_]{0,39}$/
/** IPv4 or IPv6, as Node writes them. */
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]{2,39}(?::\d{1,3}(?:\.\d{1,3}){3})?)$/i
const GRANTS: readonly ConsentGrant[] = ['once', 'session', 'always']
const MAX_METHODS = 20
const MAX_COMPANIES = 50
const OUTCOMES: readonly Outcome[] = ['answered', 'refused', 'failed', 'cancelled']

/** Marks that more fields were named than are kept. */
const MORE_FIELDS = '…'

export function cleanEvent(event: NewActivityEvent): NewActivityEvent {
  const model = cleanModel(event.model)
  const address = cleanAddress(event.address)
  const modelLabel = model === undefined || event.modelLabel === undefined ? undefined : oneLine(event.modelLabel, 120)
  const outcome = OUTCOMES.includes(event.outcome) ? event.outcome : 'failed'
  const code = outcome === 'answered' || event.code === undefined || !ERROR_CODES.includes(event.code) ? undefined : event.code
  const odooUser = event.odooUser === undefined || KEY.test(event.odooUser) ? '' : oneLine(event.odooUser, 120)
  return {
    receipt: RECEIPT.test(event.receipt) ? event.receipt : '',
    time: cleanTime(event.time),
    offsetMinutes: cleanOffset(event.offsetMinutes),
    clientName: oneLine(event.clientName, 80),
    clientVersion: oneLine(event.clientVersion, 40),
    clientId: cleanId(event.clientId),
    connectionId: cleanId(event.connectionId),
    ...(odooUser === '' ? {} : { odooUser }),
    tool: TOOL_NAMES.some((name) => name === event.tool) ? event.tool : 'unknown',
    ...(model === undefined ? {} : { model }),
    ...(modelLabel === undefined ? {} : { modelLabel }),
    methods: [...new Set(event.methods)].filter((method) => METHOD.test(method)).slice(0, MAX_METHODS),
    companies: [...new Set(event.companies)].filter((id) => Number.isSafeInteger(id) && id > 0).slice(0, MAX_COMPANIES),
    fields: cleanFields(event.fields),
    hiddenFields: cleanFields(event.hiddenFields),
    filterShape: KEY.test(event.filterShape) ? UNREADABLE_SHAPE : cleanShape(event.filterShape),
    rows: cleanCount(event.rows),
    ...(event.total === undefined ? {} : { total: cleanCount(event.total) }),
    bytes: cleanCount(event.bytes),
    ms: duration(event.ms),
    odooMs: duration(event.odooMs),
    outcome,
    ...(code === undefined ? {} : { code }),
    ...(event.consent === undefined || !GRANTS.includes(event.consent) ? {} : { consent: event.consent }),
    ...(address === undefined ? {} : { address }),
  }
}

export function cleanTime(time: string): string {
  if (TIME.test(time) && !Number.isNaN(Date.parse(time))) return time
  throw new TypeError('The time of an activity event is not ISO 8601 in UTC with milliseconds.')
}

export function cleanId(id: string): string {
  return id.length <= 80 && ID.test(id) ? id : 'unknown'
}

/** A text of other people's making: no control, formatting or line-separating characters, white space single, cut. */
function oneLine(text: string, maxLength: number): string {
  const line = text
    .slice(0, maxLength * 4)
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
  const characters = Array.from(line)
  return characters.length <= maxLength ? line : `${characters.slice(0, maxLength - 1).join('')}…`
}

export function cleanModel(model: string | undefined): string | undefined {
  return model !== undefined && model.length <= 128 && MODEL.test(model) && !KEY.test(model) ? model : undefined
}

export function cleanAddress(address: string | undefined): string | undefined {
  return address !== undefined && ADDRESS.test(address) ? address : undefined
}

/** Minutes east of UTC. */
export function cleanOffset(minutes: number): number {
  return whole(minutes, -24 * 60, 24 * 60)
}

function cleanFields(fields: readonly string[]): readonly string[] {
  const kept = [...new Set(fields)].filter((field) => field === MORE_FIELDS || (field.length <= 320 && FIELD.test(field) && !KEY.test(field)))
  return kept.length <= MAX_FIELDS ? kept : [...kept.slice(0, MAX_FIELDS), MORE_FIELDS]
}

function whole(value: number, min: number, max: number): number {
  return Number.isFinite(value) ? Math.min(max, Math.max(min, Math.round(value))) : 0
}

export function cleanCount(value: number): number {
  return whole(value, 0, Number.MAX_SAFE_INTEGER)
}

/** Milliseconds with one decimal. */
function duration(ms: number): number {
  return Number.isFinite(ms) ? Math.max(0, Math.round(ms * 10) / 10) : 0
}
