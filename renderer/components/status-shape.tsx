import type { ConnectionStatus } from '../../src/contract/app-state'
import './status-shape.css'

/** The states of the tray icon as a small shape: filled, ring, dots, bars, triangle. */
export function StatusShape({ kind }: { readonly kind: ConnectionStatus['kind'] }) {
  return (
    <svg className={`status-shape ${kind}`} width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
      {kind === 'connected' && <circle cx="7" cy="7" r="5" fill="currentColor" />}
      {(kind === 'disconnected' || kind === 'none') && <circle cx="7" cy="7" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.6" />}
      {kind === 'connecting' && (
        <>
          <circle cx="2.5" cy="7" r="1.6" fill="currentColor" />
          <circle cx="7" cy="7" r="1.6" fill="currentColor" />
          <circle cx="11.5" cy="7" r="1.6" fill="currentColor" />
        </>
      )}
      {kind === 'paused' && <path d="M4.6 2.5v9M9.4 2.5v9" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />}
      {kind === 'problem' && <path d="M7 1.8 13 12.4H1Z" fill="currentColor" strokeLinejoin="round" stroke="currentColor" strokeWidth="1" />}
    </svg>
  )
}
