import type { InlineConfig } from 'vite'

export interface NodeBundle {
  readonly name: string
  readonly entry: string
  readonly external: readonly string[]
  readonly minify?: boolean
}
export const nodeBundles: readonly NodeBundle[]
export function nodeBundleConfig(bundle: NodeBundle, root: string): InlineConfig
