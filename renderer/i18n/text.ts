import { createContext, useCallback, useContext } from 'react'
import { spoken, type MessageId, type Said, type Text, type Translator } from '../../src/i18n/sentence'
import type { Formats } from './formats'

export type { MessageId, Text }

/** What `Language` gives to everything below it. */
export interface Voice {
  readonly translator: Translator
  readonly formats: Formats
}

export const VoiceContext = createContext<Voice | null>(null)

export function useText(): Text {
  return useVoice().translator.text
}

/** Says what the main process told as data. */
export function useSaid(): (said: Said) => string {
  const { translator } = useVoice()
  return useCallback((said) => spoken(said, translator), [translator])
}

export function useFormats(): Formats {
  return useVoice().formats
}

function useVoice(): Voice {
  const voice = useContext(VoiceContext)
  if (voice === null) throw new Error('Language is missing above this component')
  return voice
}
