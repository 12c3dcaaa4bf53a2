export interface Site {
  readonly address: string
  readonly close: () => Promise<void>
}

export function openSite(): Promise<Site>
