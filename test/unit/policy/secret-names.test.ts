import { describe, expect, it } from 'vitest'
import { looksSecret } from '../../../src/policy/secret-names'

/** Fields of Odoo 14 to 19, of widespread modules, and as people write them in Studio. */
const SECRETS = [
  'password', 'new_password', 'password_crypt', 'db_password', 'ldap_password', 'smtp_pass', 'fedex_developer_password',
  'x_password', 'x_studio_password', 'UserPassword', 'passwd', 'pwd', 'x_pwd', 'pass', 'x_pass', 'passphrase', 'mot_de_passe', 'x_mot_de_passe', 'x_mdp',
  'wachtwoord', 'x_passwort', 'contrasena', 'x_contraseña', 'senha',
  'access_token', 'signup_token', 'google_calendar_rtoken', 'microsoft_calendar_token', 'x_studio_api_token', 'apiToken', 'bearer_token',
  'iot_token', 'webhook_verify_token', 'oauth_access_token', 'oauth_uid', 'twitter_oauth_token_secret', 'sms_token', 'tokens',
  'api_key', 'apikey', 'api_key_ids', 'mollie_api_key', 'x_studio_api_key_1', 'apiKey', 'APIKey', 'google_maps_api_key', 'plausible_shared_key',
  'access_key', 'access_keys', 'private_key', 'secret_key', 'license_key', 'fedex_developer_key', 'l10n_hu_edi_signature_key', 'adyen_hmac_key', 'ssh_key',
  'client_secret', 'clientsecret', 'app_secret', 'webhook_secret', 'secret', 'secrets', 'l10n_sa_production_csid_json', 'x_client_secret_2',
  'totp_secret', 'totp_enabled', 'totp_trusted_device_ids', 'otp', 'x_otp_seed', 'auth_passkey_key_ids', 'jwt',
  'credentials', 'x_credential', 'pin', 'employee_pin', 'pin_code', 'x_pin', 'salt', 'hash_salt', 'callback_hash', 'token_hash',
  'access_code', 'verification_code', 'backup_codes', 'x_alarm_code', 'signup_url', 'invitation_url', 'credit_card_number', 'cvv', 'pk',
]

const INNOCENT = [
  'passport_id', 'passport_expiration_date', 'delay_pass', 'passenger_count', 'bypass_approval', 'compass',
  'tokenized_amount', 'tokenization', 'payment_token_count', 'signup_expiration', 'access_token_expiration', 'token_validity', 'signup_type', 'signup_valid',
  'tax_key', 'epd_key', 'term_key', 'discount_allocation_key', 'key', 'keywords', 'website_meta_keywords', 'turkey_id', 'monkey', 'sort_key',
  'inalterable_hash', 'string_to_hash', 'restrict_mode_hash_table', 'has_unhashed_entries', 'x_salt_per_100g', 'salted', 'x_basalt',
  'signature', 'require_signature', 'signed_by', 'secretary_id', 'x_secretariat', 'credit', 'credit_limit', 'accredited',
  'certificate', 'certification_ids', 'pinned_at', 'pin_order', 'shipping_weight', 'spinning', 'is_pinned', 'code', 'default_code', 'country_code', 'qr_code', 'zip_code',
  'code_mapping_ids', 'access_url', 'access_warning', 'url', 'image_url', 'login', 'login_date', 'barcode', 'vat', 'email', 'iban', 'session_id', 'author_id',
  'authorized_transaction_ids', 'cookies_bar', 'name', 'x', 'x_studio', '', 'opt_out', 'hotel_id', 'totals', 'potpourri',
]

describe('a name of a secret', () => {
  it.each(SECRETS)('is seen in %s', (name) => {
    expect(looksSecret(name)).toBe(true)
  })

  it.each(INNOCENT)('is not seen in %s', (name) => {
    expect(looksSecret(name)).toBe(false)
  })
})
