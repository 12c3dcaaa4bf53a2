import { describe, expect, it } from 'vitest'
import { mayAsk } from '../../../electron/security/sender'

describe('who may ask the main process', () => {
  it('is our own page, where it is the whole window', () => {
    expect(mayAsk({ url: 'app://vitrine/', parent: null })).toBe(true)
    expect(mayAsk({ url: 'app://vitrine/#activity', parent: null })).toBe(true)
  })

  it('is not our own page inside another one', () => {
    expect(mayAsk({ url: 'app://vitrine/', parent: { url: 'app://vitrine/' } })).toBe(false)
  })

  it('is not a frame that is gone', () => {
    expect(mayAsk(null)).toBe(false)
  })

  it.each(['', 'about:blank', 'about:srcdoc', 'app://other/', 'app://vitrine.example/', 'app://vitrine:1/', 'app:vitrine', 'http://vitrine/', 'file:///app://vitrine/', 'data:text/html,app://vitrine/', 'blob:app://vitrine/1', 'devtools://vitrine/', 'chrome-error://chromewebdata/'])(
    'is not a page at "%s"',
    (url) => {
      expect(mayAsk({ url, parent: null })).toBe(false)
    },
  )
})
