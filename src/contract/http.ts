/** Ports that the endpoint for HTTP clients may take; below them a system asks for an administrator. */
export const HTTP_PORTS = { lowest: 1024, highest: 65_535, usual: 28_069 } as const

/** The endpoint for clients that speak HTTP, as it is at this moment. */
export interface HttpStatus {
  /** `port_taken`: switched on, but another program has the port. */
  readonly state: 'off' | 'listening' | 'port_taken' | 'failed'
  /** What a client is told, such as `http://127.0.0.1:28069/mcp`. */
  readonly address: string
}
