export type VaultErrorCode = 'locked_vault' | 'missing' | 'unreadable' | 'missing_master_key' | 'not_stored' | 'not_removed'

const sentences: Record<VaultErrorCode, string> = {
  locked_vault: 'The vault is locked.',
  missing: 'The keychain holds no key for this connection.',
  unreadable: 'What the keychain holds cannot be read with the master key.',
  missing_master_key: 'The master key is not in the keychain any more.',
  not_stored: 'The keychain did not keep what was stored.',
  not_removed: 'The keychain still holds what was to be removed.',
}

export class VaultError extends Error {
  override readonly name = 'VaultError'
  constructor(readonly code: VaultErrorCode) {
    super(sentences[code])
  }
}
