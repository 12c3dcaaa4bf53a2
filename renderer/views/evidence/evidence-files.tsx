import type { EvidenceFile } from '../../../src/contract/evidence'
import { LinkButton } from '../../components/button'
import { useFormats, useText } from '../../i18n/text'

interface EvidenceFilesProps {
  readonly files: readonly EvidenceFile[]
  readonly onRead: (path: string) => void
}

/** Every file of the pack with its size; a press opens it. */
export function EvidenceFiles({ files, onRead }: EvidenceFilesProps) {
  const t = useText()
  const formats = useFormats()
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  return (
    <>
      <p>{t('evidence.count', { count: files.length, size: formats.bytes(bytes) })}</p>
      {/* Focusable, since what scrolls must scroll by keyboard as well. */}
      <ul className="evidence-files" tabIndex={0} aria-label={t('evidence.files')}>
        {files.map((file) => (
          <li key={file.path}>
            <span className="technical">
              <LinkButton
                onClick={() => {
                  onRead(file.path)
                }}
              >
                {file.path}
              </LinkButton>
            </span>
            <span className="size">{formats.bytes(file.bytes)}</span>
            <span className="about muted small">{file.about}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
