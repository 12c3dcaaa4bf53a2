/**
 * Whether a client runs now. Claude Desktop writes its configuration from memory while it runs, and closing its window
 * does not quit it: it has to be quit before its file is changed. Looking at processes differs by system; adapters do it.
 */
export interface ClientProcesses {
  isRunning(client: 'claude-desktop'): Promise<'running' | 'stopped' | 'unknown'>
}
