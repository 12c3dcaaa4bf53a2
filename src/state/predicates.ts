import type { AppState, ConnectionStatus } from '../contract/app-state'

/** Questions about the state that tray and window must answer alike. */

/** Whether "Connect" is offered: there is something to connect to, and it is neither connected nor on its way. */
export function connectEnabled(state: AppState): boolean {
  return state.connections.length > 0 && !disconnectEnabled(state.connection)
}

/** Whether "Disconnect" is offered. A problem is offered "Disconnect" too: the wish to be connected still stands. */
export function disconnectEnabled(connection: ConnectionStatus): boolean {
  return connection.kind === 'connected' || connection.kind === 'connecting' || connection.kind === 'problem'
}

export function pauseEnabled(connection: ConnectionStatus): boolean {
  return connection.kind === 'connected'
}

/** Whether registering Claude Desktop would do something useful. */
export function claudeNeedsAttention(state: AppState): boolean {
  const { kind } = state.claude
  return kind !== 'registered' && kind !== 'not_installed'
}

/** The connection that clients see, if there is one. */
export function activeConnection(state: AppState): AppState['connections'][number] | undefined {
  return state.connections.find(({ isActive }) => isActive)
}
