import { VitrineError } from '../errors/vitrine-error'

/** The life of one operation: its signal falls when the caller cancels, the reader is closed, or the time is over. */
export interface Scope {
  readonly signal: AbortSignal
  readonly abort: (reason: VitrineError) => void
  /** To be called when the operation has ended, whichever way: frees the timer and the listeners. */
  readonly end: () => void
}

/** `timeoutMs` bounds the whole operation: queueing, connecting, answering, dripping. `caller` cancels it. */
export function openScope(timeoutMs: number, caller: AbortSignal | undefined): Scope {
  const controller = new AbortController()
  const abort = (reason: VitrineError): void => {
    if (!controller.signal.aborted) controller.abort(reason)
  }
  const timer = setTimeout(() => abort(timedOut(timeoutMs)), timeoutMs)
  const fall = (): void => {
    if (caller !== undefined) abort(reasonOf(caller))
  }
  if (caller?.aborted === true) fall()
  else caller?.addEventListener('abort', fall, { once: true })
  const end = (): void => {
    clearTimeout(timer)
    caller?.removeEventListener('abort', fall)
  }
  return { signal: controller.signal, abort, end }
}

/** Why a signal fell, as an error to throw: our own reason, or `cancelled` for a caller's. */
export function reasonOf(signal: AbortSignal): VitrineError {
  return signal.reason instanceof VitrineError ? signal.reason : new VitrineError('cancelled', { id: 'odoo.cancelled' })
}

export function throwIfFallen(signal: AbortSignal): void {
  if (signal.aborted) throw reasonOf(signal)
}

/** Settles with the promise, or rejects as soon as the signal falls; the promise itself is left to its own end. */
export async function untilFallen<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  throwIfFallen(signal)
  let fall: (() => void) | undefined
  const fallen = new Promise<never>((_resolve, reject) => {
    fall = () => reject(reasonOf(signal))
    signal.addEventListener('abort', fall, { once: true })
  })
  try {
    return await Promise.race([promise, fallen])
  } finally {
    if (fall !== undefined) signal.removeEventListener('abort', fall)
  }
}

function timedOut(timeoutMs: number): VitrineError {
  return new VitrineError('timeout', timeoutMs >= 1000 ? { id: 'odoo.timeout', values: { seconds: Math.round(timeoutMs / 1000) } } : { id: 'odoo.timeout.short', values: { ms: timeoutMs } }, {
    hint: { id: 'odoo.timeout.hint' },
  })
}
