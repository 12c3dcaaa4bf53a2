import fernet from 'fernet'

/**
 * Fernet tokens (https://github.com/fernet/spec) through the `fernet` package: AES-128-CBC with HMAC-SHA256, the whole
 * cryptography of Vitrine in two functions, `seal` and `open`.
 *
 * The package is kept inside this file, because it needs care:
 * - It draws the initialisation vector from `crypto.randomBytes`, but only when it is given none: one that is passed in
 *   is replaced by the constant 00 01 02 … 0f. So none is ever passed.
 * - It adds `lpad` to every string and uses `new Buffer`. The two converters that do are replaced below, and `lpad` goes.
 * - It checks neither the padding of the plain text nor stray characters in a token. `open` does.
 */
fernet.decode64toHex = (text) => {
  const bytes = Buffer.from(text, 'base64url')
  const hex = bytes.toString('hex')
  bytes.fill(0)
  return hex
}
fernet.timeBytes = (time) => {
  // Without an argument: now, as a token's time stamp. The package reads the clock itself here and in its expiry check.
  const seconds = Math.round(Number(time ?? new Date()) / 1000)
  return fernet.Hex.parse(seconds.toString(16).padStart(16, '0'))
}
Reflect.deleteProperty(String.prototype, 'lpad')

/** Bytes of a Fernet key: 16 to sign, 16 to encrypt. */
export const keyLength = 32

/** Says nothing about the token or the key, on purpose. */
export class FernetError extends Error {
  override readonly name = 'FernetError'
  constructor(readonly code: 'invalid_key' | 'invalid_token') {
    super(code === 'invalid_key' ? 'This is not a Fernet key.' : 'This token was not made with this key, or was changed.')
  }
}

/** Seals `text` into a Fernet token under a key of 32 bytes. Two seals of one text differ. Throws FernetError. */
export function seal(key: Uint8Array, text: string): string {
  return new fernet.Token({ secret: secretOf(key), message: text, ttl: 0 }).encode(text)
}

/**
 * The text of a token that was sealed under `key`. Throws FernetError for anything else: a changed byte, another key,
 * a token older than `ttlSeconds` or from the future. Without `ttlSeconds` tokens do not grow old, as in the vault.
 */
export function open(key: Uint8Array, token: string, { ttlSeconds = 0 }: { readonly ttlSeconds?: number } = {}): string {
  const secret = secretOf(key)
  try {
    if (!isCanonical(token)) throw new FernetError('invalid_token')
    const sealed = new fernet.Token({ secret, token, ttl: ttlSeconds })
    const text = sealed.decode(token)
    // The package cuts off padding without looking at it, and does not mind half a block. Only a properly padded text
    // gives the same cipher text again.
    const again = fernet.encryptMessage(text, secret.encryptionKey, sealed.iv)
    if (again.toString() !== sealed.cipherText.toString()) throw new FernetError('invalid_token')
    return text
  } catch {
    // Whatever the package says may quote data.
    throw new FernetError('invalid_token')
  }
}

/** A Fernet key as text: URL-safe base64 with padding, as Python's `cryptography` writes it. */
export function keyToText(key: Uint8Array): string {
  // A view, not a copy: a copy would stay in memory after the key was overwritten.
  const text = Buffer.from(key.buffer, key.byteOffset, key.length).toString('base64url')
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=')
}

/** The 32 bytes of a key written by `keyToText`. Throws FernetError. */
export function keyFromText(text: string): Buffer {
  const key = Buffer.from(text, 'base64url')
  if (key.length !== keyLength || keyToText(key) !== text) throw new FernetError('invalid_key')
  return key
}

function secretOf(key: Uint8Array): InstanceType<typeof fernet.Secret> {
  if (key.length !== keyLength) throw new FernetError('invalid_key')
  return new fernet.Secret(keyToText(key))
}

/** Base64 decoders skip what they do not know and ignore spare bits; a token has one spelling. */
function isCanonical(token: string): boolean {
  return keyToText(Buffer.from(token, 'base64url')) === token
}
