export function hasDisplay(env?: Readonly<Record<string, string | undefined>>): boolean
export function startVirtualDisplay(size?: {
  width?: number
  height?: number
}): Promise<{ readonly env: { readonly DISPLAY: string }; readonly stop: () => Promise<void> }>
