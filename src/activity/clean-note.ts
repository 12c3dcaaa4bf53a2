import { NOTE_KINDS, type NewActivityNote } from '../contract/activity'
import { ERROR_CODES } from '../contract/error-codes'
import { cleanAddress, cleanCount, cleanId, cleanModel, cleanOffset, cleanTime } from './clean-event'

/** A word of a vocabulary, or the id of a key: nothing that a value could look like. */
const DETAIL = /^(?:[a-z]+(?:_[a-z]+){0,5}|[0-9a-f]{16})$/

/** The gate of `cleanEvent` for notes. */
export function cleanNote(note: NewActivityNote): NewActivityNote {
  if (!NOTE_KINDS.includes(note.kind)) throw new TypeError('The journal knows no such kind of note.')
  const model = cleanModel(note.model)
  const address = cleanAddress(note.address)
  return {
    time: cleanTime(note.time),
    offsetMinutes: cleanOffset(note.offsetMinutes),
    kind: note.kind,
    ...(note.clientId === undefined ? {} : { clientId: cleanId(note.clientId) }),
    ...(note.connectionId === undefined ? {} : { connectionId: cleanId(note.connectionId) }),
    ...(model === undefined ? {} : { model }),
    ...(note.count === undefined ? {} : { count: cleanCount(note.count) }),
    ...(note.code === undefined || !ERROR_CODES.includes(note.code) ? {} : { code: note.code }),
    ...(address === undefined ? {} : { address }),
    ...(note.detail === undefined || note.detail.length > 40 || !DETAIL.test(note.detail) ? {} : { detail: note.detail }),
  }
}
