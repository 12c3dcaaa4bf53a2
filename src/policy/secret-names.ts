import { wordsOf } from './names'
import { remembered } from './remembered'

/**
 * Which names look like secrets. A name is taken apart into words, and whole words are compared: `passport_id` is no
 * password, `tokenized_amount` no token, `keywords` no key, `inalterable_hash` an invoice's seal and not a password's.
 *
 * It does not buy certainty: a password kept in a field called `x_note` is not recognised.
 */

/** Secret wherever they stand in a name. Foreign words are those that mean nothing else in the trade. */
const SECRET_WORDS: ReadonlySet<string> = new Set([
  'password', 'passwords', 'passwd', 'pwd', 'passphrase', 'passcode', 'passkey', 'passkeys',
  'passwort', 'kennwort', 'wachtwoord', 'contrasena', 'contraseña', 'senha', 'mdp',
  'secret', 'secrets', 'credential', 'credentials',
  'otp', 'totp', 'hotp', 'oauth', 'jwt', 'bearer', 'csid',
  'apikey', 'apikeys', 'accesskey', 'privatekey', 'secretkey', 'keystore',
  'cvv', 'cvc',
])

/** Words that end so are secrets too: Google's refresh token is an `rtoken`, others write `clientsecret`. */
const SECRET_ENDING = /(?:tokens?|secrets?|password|passwd)$/

/** Words in this order, side by side. */
const SECRET_SEQUENCES: readonly (readonly string[])[] = [
  ['mot', 'de', 'passe'],
  ['pin', 'code'], ['pin', 'number'],
  ['hash', 'salt'], ['callback', 'hash'],
  // Links that let in whoever holds them.
  ['signup', 'url'], ['signup', 'link'], ['reset', 'url'], ['reset', 'link'],
  ['invitation', 'url'], ['invitation', 'link'], ['invite', 'url'], ['invite', 'link'],
  ['credit', 'card', 'number'], ['cc', 'number'],
]

/**
 * A key is a secret when one of these words stands before it, and they are many; alone it is mostly a grouping key
 * (`tax_key`, `term_key` and `discount_allocation_key` on journal items).
 */
const BEFORE_KEY: ReadonlySet<string> = new Set([
  'api', 'access', 'private', 'secret', 'shared', 'encryption', 'encrypted', 'signing', 'signature', 'master', 'client', 'app',
  'consumer', 'auth', 'authentication', 'developer', 'ssh', 'pgp', 'gpg', 'hmac', 'webhook', 'license', 'licence', 'activation',
  'transaction', 'merchant', 'security', 'recovery', 'replacement', 'session', 'account', 'service', 'sender', 'server',
])

/** As with keys: a postal or product code is none, an access code is one. */
const BEFORE_CODE: ReadonlySet<string> = new Set([
  'access', 'activation', 'alarm', 'auth', 'authentication', 'backup', 'recovery', 'security', 'unlock', 'verification',
])

/** `smtp_pass` is a password, `delay_pass` of a stock picking is not. */
const BEFORE_PASS: ReadonlySet<string> = new Set([
  'admin', 'api', 'auth', 'db', 'ftp', 'http', 'imap', 'ldap', 'login', 'mail', 'proxy', 'root', 'sftp', 'smtp', 'user', 'wifi',
])

/** Secret as a whole name only: a food producer has `x_salt_per_100g`, a messenger `pin_order`. */
const SECRET_WHOLE_NAMES: ReadonlySet<string> = new Set(['pass', 'salt', 'pk'])

/** Said about a secret, not the secret: how many there are, how long one lasts. */
const ABOUT_A_SECRET: ReadonlySet<string> = new Set(['count', 'expiration', 'expiry', 'expires', 'validity'])

/** Odoo Studio and custom modules put these before the words that count. */
const PREFIXES: ReadonlySet<string> = new Set(['x', 'studio'])

export const looksSecret = remembered((name): boolean => {
  const all = wordsOf(name)
  const words = all.slice(all.findIndex((word) => !PREFIXES.has(word)))
  const at = words.findIndex((_, index) => isSecretAt(words, index))
  return at !== -1 && !words.slice(at + 1).some((word) => ABOUT_A_SECRET.has(word))
})

function isSecretAt(words: readonly string[], index: number): boolean {
  const word = words[index] ?? ''
  const before = words[index - 1] ?? ''
  if (SECRET_WORDS.has(word) || SECRET_ENDING.test(word)) return true
  if (words.length === 1 && SECRET_WHOLE_NAMES.has(word)) return true
  if (word === 'key' || word === 'keys') return BEFORE_KEY.has(before)
  if (word === 'code' || word === 'codes') return BEFORE_CODE.has(before)
  if (word === 'pass') return BEFORE_PASS.has(before)
  // An employee's PIN; `pinned_at` is another word, and `pin` elsewhere means to keep something on top.
  if (word === 'pin' && index === words.length - 1) return true
  return SECRET_SEQUENCES.some((sequence) => sequence.every((wanted, offset) => words[index + offset] === wanted))
}
