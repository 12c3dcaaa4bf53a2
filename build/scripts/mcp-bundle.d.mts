export function packMcpBundle(options: { relay: string; output: string; version: string }): Promise<void>
