import { Check, Copy } from 'lucide-react'
import { useRef, useState } from 'react'
import { useText } from '../i18n/text'
import { Button } from './button'

/**
 * A text to take elsewhere. Copied by selecting it, because the window has no permission for the clipboard's own interface and
 * needs none.
 */
export function CopyField({ label, text }: { readonly label: string; readonly text: string }) {
  const t = useText()
  const field = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState<string | null>(null)
  const isCopied = copied === text
  return (
    <div className="copy-field">
      <input ref={field} className="input" readOnly value={text} aria-label={label} />
      <Button
        icon={isCopied ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
        onClick={() => {
          field.current?.select()
          setCopied(document.execCommand('copy') ? text : null)
        }}
      >
        {t(isCopied ? 'action.copied' : 'action.copy')}
      </Button>
    </div>
  )
}
