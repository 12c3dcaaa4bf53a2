import { useEffect } from 'react'

/** Calls back when the window comes into view: nothing live is sent to a hidden window, so what it shows may be old. */
export function useVisibleAgain(onVisible: () => void) {
  useEffect(() => {
    const listen = () => {
      if (document.visibilityState === 'visible') onVisible()
    }
    document.addEventListener('visibilitychange', listen)
    return () => {
      document.removeEventListener('visibilitychange', listen)
    }
  }, [onVisible])
}
