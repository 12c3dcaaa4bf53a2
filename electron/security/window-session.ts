import { session, type Session } from 'electron'
import { isOwnPage } from './origin'

/**
 * The session of all our windows: in memory, so nothing of it is written to disk, and closed in every direction. No
 * permission is ever granted, and no request leaves it but for our own files.
 */
export function closedSession(): Session {
  const closed = session.fromPartition('vitrine-window')
  closed.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false)
  })
  closed.setPermissionCheckHandler(() => false)
  closed.setDevicePermissionHandler(() => false)
  closed.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !isOwnPage(url) && !url.startsWith('devtools://') })
  })
  // What the filter of requests does not see (WebRTC over TCP, connections made ahead of requests) meets a closed port.
  void closed.setProxy({ mode: 'fixed_servers', proxyRules: 'http://127.0.0.1:1', proxyBypassRules: '<-loopback>' })
  closed.protocol.handle('file', () => new Response('Not found', { status: 404 }))
  closed.on('will-download', (event) => {
    event.preventDefault()
  })
  return closed
}
