import type { NewActivityEvent, Outcome } from '../contract/activity'
import type { ErrorCode } from '../contract/error-codes'
import { VitrineError } from '../errors/vitrine-error'
import { oneLine } from '../odoo/text'
import { isModelName } from './arguments'
import { Call } from './call'
import { chooseConnection, connectionIn } from './chosen-connection'
import type { McpDeps } from './deps'
import { endOf } from './end-of-call'
import { NEXT_STEPS } from './next-steps'
import { clip } from './render/text'
import { offsetMinutes } from './render/zone'
import { LARGEST_ANSWER_BYTES, type Answer, type Tool } from './tool'
import { Trail } from './trail'

/** How a client named itself in `initialize`, cleaned. */
export interface ClientName {
  readonly name: string
  readonly version: string
}

export interface ToolResult {
  readonly content: readonly [{ readonly type: 'text'; readonly text: string }]
  /** The same as the text; an error's code and sentences when `isError`. */
  readonly structuredContent: Answer
  readonly isError?: true
}

/** Refused by the policy or by Odoo's rights, as against what went wrong. */
const refusals: ReadonlySet<ErrorCode> = new Set([
  'not_allowed_by_policy', 'restricted_field', 'waiting_for_consent', 'consent_denied', 'access_denied_by_odoo',
])

const internal = (): VitrineError => new VitrineError('internal', 'Something went wrong inside Vitrine, and nothing was answered.')

/**
 * Runs one tool call to its end: an answer or an error with a code, and exactly one activity event before either is
 * returned. Never throws. `tool` is undefined for a name that no tool has.
 */
export async function runTool(
  deps: McpDeps,
  client: ClientName,
  tool: Tool | undefined,
  args: unknown,
  signal: AbortSignal,
): Promise<ToolResult> {
  const end = endOf(signal, deps.stopSignal?.())
  const startedAt = deps.host.now()
  const started = deps.host.monotonicMs()
  let trail = new Trail(deps.host)
  const receipt = receiptFrom(deps)
  let result: ToolResult
  let error: VitrineError | undefined
  try {
    // Noted before anything can be refused: what was asked about belongs into the journal most of all then.
    trail.model = modelIn(args)
    if (deps.settled !== undefined) await Promise.race([deps.settled(), end.reached])
    deps.admit?.({ connectionId: connectionMeant(deps, args) })
    if (tool === undefined) throw new VitrineError('invalid_domain', 'There is no tool of that name.')
    const call = new Call(deps, end.signal, connectionIn(args))
    trail = call.trail
    trail.model = modelIn(args)
    result = answerResult({ ...named(await Promise.race([runOnTrueSchemas(tool, call, args), end.reached]), trail), receipt })
    end.signal.throwIfAborted()
  } catch (cause) {
    error = asVitrineError(cause, end.signal)
    if (trail.connectionId === '') trail.connectionId = connectionMeant(deps, args)
    result = errorResult(error, trail, receipt)
  } finally {
    end.release()
  }
  try {
    const kept = deps.record(eventOf())
    return error === undefined || kept === receipt ? result : errorResult(error, trail, kept)
  } catch {
    // What cannot be recorded is not answered.
    return errorResult(internal())
  }

  function eventOf(): NewActivityEvent {
    const ms = Math.max(0, deps.host.monotonicMs() - started)
    return {
      receipt,
      time: new Date(startedAt).toISOString(),
      offsetMinutes: offsetMinutes(startedAt, deps.host.timeZone),
      clientName: client.name,
      clientVersion: client.version,
      clientId: deps.clientId,
      connectionId: trail.connectionId,
      odooUser: trail.odooUser,
      tool: tool?.name ?? 'unknown',
      // A name that Odoo does not know may be anything a client chose to write there.
      model: error?.code === 'unknown_model' ? undefined : trail.model,
      modelLabel: trail.modelLabel,
      methods: trail.methods,
      companies: trail.companies,
      fields: trail.fields,
      hiddenFields: trail.hiddenFields,
      filterShape: trail.filterShape,
      rows: error === undefined ? trail.rows : 0,
      total: error === undefined ? trail.total : undefined,
      bytes: Buffer.byteLength(result.content[0].text),
      ms: tenths(ms),
      odooMs: tenths(Math.min(ms, trail.odooMs())),
      outcome: outcomeOf(error),
      code: error?.code,
      consent: trail.consent,
      address: deps.address,
    }
  }
}

/** A journal that cannot be asked for one will refuse the row as well, and then nothing is answered. */
function receiptFrom(deps: McpDeps): string {
  try {
    return deps.receipt()
  } catch {
    return ''
  }
}

/** Runs the tool, and once more when it turns out that it went by fields as they no longer are. */
async function runOnTrueSchemas(tool: Tool, call: Call, args: unknown): Promise<Answer> {
  try {
    return await tool.run(call, args)
  } catch (cause) {
    if (await call.renewSchemas(cause)) return tool.run(call, args)
    throw cause
  }
}

function modelIn(args: unknown): string | undefined {
  if (typeof args !== 'object' || args === null || !Object.hasOwn(args, 'model')) return undefined
  const { model } = args as { readonly model: unknown }
  return isModelName(model) ? model : undefined
}

/** With the name of the connection first, where there is more than one. */
function named(answer: Answer, { connectionName }: Pick<Trail, 'connectionName'>): Answer {
  return connectionName === undefined ? answer : { connection: connectionName, ...answer }
}

/** Whom a call was for that failed before it asked anybody; nobody when that cannot be told. */
function connectionMeant(deps: McpDeps, args: unknown): string {
  try {
    return (chooseConnection(deps, connectionIn(args)).other ?? deps.access()).connectionId
  } catch {
    return ''
  }
}

const tenths = (ms: number): number => Math.round(ms * 10) / 10

function outcomeOf(error: VitrineError | undefined): Outcome {
  if (error === undefined) return 'answered'
  if (error.code === 'cancelled') return 'cancelled'
  return refusals.has(error.code) ? 'refused' : 'failed'
}

/** Throws `answer_too_large`: the tools cut their answers, so this is the last line and not the usual one. */
function answerResult(answer: Answer): ToolResult {
  const text = JSON.stringify(answer)
  if (Buffer.byteLength(text) > LARGEST_ANSWER_BYTES) {
    throw new VitrineError('answer_too_large', 'The answer is larger than Vitrine passes on.')
  }
  return { content: [{ type: 'text', text }], structuredContent: answer }
}

function asVitrineError(cause: unknown, { aborted, reason }: AbortSignal): VitrineError {
  if (aborted) return reason instanceof VitrineError ? reason : new VitrineError('cancelled', 'The call was cancelled.')
  // The text of anything unforeseen may hold values or paths: it goes nowhere.
  return cause instanceof VitrineError ? cause : internal()
}

/** Without a receipt for what was not recorded. */
function errorResult(
  { code, message, hint, suggestions, retryAfterS }: VitrineError,
  trail: Pick<Trail, 'connectionName'> = {},
  receipt?: string,
): ToolResult {
  const body = named({
    code,
    message: oneLine(message, 500),
    hint: oneLine(hint === '' ? NEXT_STEPS[code] : hint, 1_000),
    ...(suggestions.length > 0 && { suggestions: suggestions.slice(0, 3).map((one) => clip(one, 120)) }),
    ...(retryAfterS !== undefined && { retry_after_s: retryAfterS }),
    ...(receipt !== undefined && { receipt }),
  }, trail)
  return { content: [{ type: 'text', text: JSON.stringify(body) }], structuredContent: body, isError: true }
}
