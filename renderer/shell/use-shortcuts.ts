import { useEffect } from 'react'
import type { Navigation } from './navigation'
import { VIEWS } from './views'

/** Asks the Activity view for its text filter; it listens while it is shown, and looks once when it appears. */
export const FIND_EVENT = 'vitrine:find'

/** Ctrl/Cmd+1…6 views, Ctrl/Cmd+, settings, Ctrl/Cmd+F filter of Activity, Esc back. None of them is global. */
export function useShortcuts({ view, go, back }: Pick<Navigation, 'view' | 'go' | 'back'>) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return
      if (event.key === 'Escape' && !event.ctrlKey && !event.metaKey) {
        if (isTyping(event.target)) return
        back()
        return
      }
      if (event.ctrlKey === event.metaKey || event.shiftKey) return
      const target = VIEWS[Number(event.key) - 1]
      if (target !== undefined) go(target.name)
      else if (event.key === ',') go('settings')
      else if (event.key === 'f' && view === 'activity') window.dispatchEvent(new Event(FIND_EVENT))
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => {
      window.removeEventListener('keydown', onKeyDown)
    }
  }, [view, go, back])
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement
}
