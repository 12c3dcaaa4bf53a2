import { useEffect, useRef, type RefObject } from 'react'

/**
 * Moves the focus to the h1 inside `container` whenever `key` changes, but not at first: a window that opens keeps the
 * focus where the system put it.
 */
export function useHeadingFocus(container: RefObject<HTMLElement | null>, key: string | number) {
  const last = useRef(key)
  useEffect(() => {
    if (last.current === key) return
    last.current = key
    container.current?.querySelector<HTMLElement>('h1')?.focus()
  }, [container, key])
}
