import type { Host } from '../host/host'
import type { Sentence } from '../i18n/sentence'
import { KeychainError, type KeychainProblem } from './keychain'

type Platform = Host['platform']

/**
 * What keytar's error texts mean. They come from libsecret and GLib on Linux (`error->message`), from
 * `SecCopyErrorMessageString` on macOS and from `FormatMessage` on Windows. All three may be translated, so the
 * untranslated part is matched where there is one; what is not recognised is `failed`.
 */
const sentences: Record<Platform, readonly (readonly [RegExp, KeychainProblem])[]> = {
  linux: [
    // No session bus: "Cannot autolaunch D-Bus without X11 $DISPLAY", or dbus-launch cannot be run or fails.
    [/\$DISPLAY|dbus-launch|autolaunch/i, 'absent'],
    // The address of the bus leads nowhere.
    [/could not connect|connection refused|unknown or unsupported transport|the connection is closed/i, 'absent'],
    // A bus, but no secret service on it: ServiceUnknown, NameHasNoOwner, or the service does not start.
    [/org\.freedesktop\.secrets|ServiceUnknown|NameHasNoOwner|Spawn\.|exited with status/i, 'absent'],
    // "Cannot create an item in a locked collection", and the same as an error name.
    [/locked/i, 'locked'],
    // No keyring yet, and the question for its first password was not answered.
    [/Object does not exist at path|NoSuchObject|no such secret collection/i, 'locked'],
    [/dismissed|cancel+ed/i, 'denied'],
    [/prompt|NoReply|timed? ?out/i, 'locked'],
    [/AccessDenied|not authorized|permission denied|NotAllowed|rejected send message/i, 'denied'],
  ],
  darwin: [
    [/interaction is not allowed|interaction is required|keychain is locked/i, 'locked'],
    [/no keychain is available|default keychain could not be found|specified keychain could not be found/i, 'absent'],
    [/user name or passphrase|cancel+ed|not authorized|access .*denied|no access|write permissions|entitlement/i, 'denied'],
  ],
  win32: [
    [/logon session does not exist|service cannot be started|service has not been started/i, 'absent'],
    [/access is denied|cancel+ed/i, 'denied'],
  ],
}

const libraryMissing = /native addon|libsecret|cannot open shared object|ERR_DLOPEN|cannot find (?:module|package)/i

const messages: Record<KeychainProblem, Sentence> = {
  absent: { id: 'keychain.absent' },
  locked: { id: 'keychain.locked' },
  denied: { id: 'keychain.denied' },
  failed: { id: 'keychain.failed' },
}

const hints: Record<Platform, Record<KeychainProblem, Sentence>> = {
  linux: {
    absent: { id: 'keychain.linux.absent' },
    locked: { id: 'keychain.linux.locked' },
    denied: { id: 'keychain.linux.denied' },
    failed: { id: 'keychain.linux.failed' },
  },
  darwin: {
    absent: { id: 'keychain.darwin.absent' },
    locked: { id: 'keychain.darwin.locked' },
    denied: { id: 'keychain.darwin.denied' },
    failed: { id: 'keychain.darwin.failed' },
  },
  win32: {
    absent: { id: 'keychain.win32.absent' },
    locked: { id: 'keychain.win32.locked' },
    denied: { id: 'keychain.win32.denied' },
    failed: { id: 'keychain.win32.failed' },
  },
}

/** A state for what keytar or its loading threw. The original stands in `cause`; it never holds an item's text. */
export function keychainErrorOf(error: unknown, platform: Platform): KeychainError {
  if (error instanceof KeychainError) return error
  const text = error instanceof Error ? error.message : ''
  if (libraryMissing.test(text)) return keychainError('absent', platform, error)
  const problem = sentences[platform].find(([pattern]) => pattern.test(text))?.[1] ?? 'failed'
  return keychainError(problem, platform, error)
}

export function keychainError(problem: KeychainProblem, platform: Platform, cause?: unknown): KeychainError {
  return new KeychainError(problem, messages[problem], hints[platform][problem], cause === undefined ? undefined : { cause })
}
