export interface ShippedPackage {
  readonly name: string
  readonly version: string
  readonly licence: string | undefined
  readonly texts: readonly string[]
}
export const allowedLicences: readonly string[]
export function shippedPackages(): Promise<ShippedPackage[]>
export function thirdPartyNotices(): Promise<string>
