/** Groups of models that are allowed together, by what a business calls them. What each covers stands in `model-presets.ts`. */
export const MODEL_PRESETS = ['contacts', 'sales', 'purchase', 'inventory', 'invoicing', 'crm', 'products', 'project', 'employees'] as const
export type ModelPreset = (typeof MODEL_PRESETS)[number]

/** Kinds of fields that are hidden together, on whichever model they are found. What each finds stands in `field-presets.ts`. */
export const FIELD_PRESETS = ['contact_details', 'tax_and_bank', 'cost_and_margin', 'payroll_and_hr'] as const
export type FieldPreset = (typeof FIELD_PRESETS)[number]

/** What holds for a model that the policy neither allows nor hides. */
export const OTHER_MODELS = ['ask', 'allow', 'refuse'] as const
export type OtherModels = (typeof OTHER_MODELS)[number]

/** What a client may see, besides what the Odoo user may: it can only narrow. Pure data, stored in settings or a file. */
export interface Policy {
  readonly version: 2
  readonly models: {
    /** Allowed without asking. */
    readonly presets: readonly ModelPreset[]
    /** Technical names allowed besides. */
    readonly allow: readonly string[]
    /** Technical names refused, before everything else but the never-list. */
    readonly hide: readonly string[]
    readonly others: OtherModels
  }
  readonly fields: {
    readonly presets: readonly FieldPreset[]
    /** Names of hidden fields by model; `*` stands for every model. */
    readonly hide: Readonly<Record<string, readonly string[]>>
    /** Exceptions from the presets, by model or `*`; never from `hide`, secrets or hidden models. */
    readonly allow: Readonly<Record<string, readonly string[]>>
    /** Where a model stands here, only these of its fields (and `id`) may be read. */
    readonly only: Readonly<Record<string, readonly string[]>>
  }
  /** A filter by model, in Odoo's notation, that is added to every query of the model. */
  readonly rows: Readonly<Record<string, readonly unknown[]>>
  readonly limits: PolicyLimits
  /** For clients that come over HTTP: CIDR, IPv4 and IPv6. With an empty `allow` the endpoint's own rule holds. */
  readonly addresses: { readonly allow: readonly string[]; readonly deny: readonly string[] }
}

export interface PolicyLimits {
  readonly callsPerMinute?: number
  readonly rowsPerAnswer?: number
  /** Local time, `08:00` to `18:00`; may cross midnight. */
  readonly hours?: { readonly from: string; readonly to: string }
  /** 1 Monday … 7 Sunday; absent: every day. */
  readonly days?: readonly number[]
}

/** Nothing is hidden but what no policy can open. Holds for a server without a desktop that was given no policy. */
export const OPEN_POLICY: Policy = {
  version: 2,
  models: { presets: [], allow: [], hide: [], others: 'allow' },
  fields: { presets: [], hide: {}, allow: {}, only: {} },
  rows: {},
  limits: {},
  addresses: { allow: [], deny: [] },
}

/** What holds in the app until the user says otherwise: the usual business models are allowed, any other asks first. */
export const USUAL_POLICY: Policy = {
  ...OPEN_POLICY,
  models: { presets: MODEL_PRESETS, allow: [], hide: [], others: 'ask' },
}
