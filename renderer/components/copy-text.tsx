import { Check, Copy } from 'lucide-react'
import { useRef, useState } from 'react'
import { useText } from '../i18n/text'
import { Button } from './button'

/** Several lines to take elsewhere, copied as `CopyField` does it. */
export function CopyText({ label, text }: { readonly label: string; readonly text: string }) {
  const t = useText()
  const area = useRef<HTMLTextAreaElement>(null)
  const [copied, setCopied] = useState<string | null>(null)
  const isCopied = copied === text
  return (
    <div className="copy-text">
      <textarea ref={area} className="input" readOnly value={text} rows={text.split('\n').length} aria-label={label} spellCheck={false} wrap="off" />
      <Button
        aria-label={`${t(isCopied ? 'action.copied' : 'action.copy')} ${label}`}
        icon={isCopied ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
        onClick={() => {
          area.current?.select()
          setCopied(document.execCommand('copy') ? text : null)
        }}
      >
        {t(isCopied ? 'action.copied' : 'action.copy')}
      </Button>
    </div>
  )
}
