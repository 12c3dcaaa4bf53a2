import type { ReactNode } from 'react'
import { IntlProvider } from 'react-intl'
import en from '../../src/i18n/en.json'

interface LanguageProps {
  /** IANA zone for dates and times; the system's where it is absent. */
  readonly timeZone?: string | undefined
  readonly children: ReactNode
}

/** The one catalogue there is so far. Dates follow it, so that a sentence never mixes two languages. */
export function Language({ timeZone, children }: LanguageProps) {
  return (
    <IntlProvider locale="en-GB" messages={en} {...(timeZone === undefined ? {} : { timeZone })}>
      {children}
    </IntlProvider>
  )
}
