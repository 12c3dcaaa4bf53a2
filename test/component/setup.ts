import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach, vi } from 'vitest'

/** What jsdom does not have and the window asks for: a layout, the system's theme, and reading files. */

const WINDOW = { width: 820, height: 600 }

// A whole page in every failure hides the one line that matters.
configure({ getElementError: (message) => new Error(message ?? '') })

class StillResizeObserver implements ResizeObserver {
  observe() {
    // Nothing is ever laid out here, so nothing changes its size.
  }
  unobserve() {
    // See above.
  }
  disconnect() {
    // See above.
  }
}

beforeEach(() => {
  vi.stubGlobal('ResizeObserver', StillResizeObserver)
  vi.stubGlobal('matchMedia', (media: string) => ({
    media,
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }))
  vi.stubGlobal('CSS', { escape: (text: string) => text.replace(/[^\w-]/g, '\\$&'), supports: () => false })
  // The virtual list shows the rows that fit into this height.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(WINDOW.height)
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(WINDOW.width)
  Element.prototype.scrollTo = () => undefined
  document.execCommand = () => true
  Blob.prototype.text = function text() {
    return new Promise((resolve) => {
      const reader = new FileReader()
      reader.onload = () => {
        resolve(String(reader.result))
      }
      reader.readAsText(this)
    })
  }
})

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})
