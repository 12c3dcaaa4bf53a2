export interface ElectronRuntime {
  readonly executable: string
  readonly directory: string
  readonly version: string
  readonly kind: 'override' | 'package' | 'stand-in'
}
export function electronRuntime(say?: (line: string) => void): Promise<ElectronRuntime>
export function sandboxArguments(): string[]
