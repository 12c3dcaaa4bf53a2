import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { useText } from '../../i18n/text'
import { blocksOf, type Block } from './blocks'
import './documents.css'

interface DocumentDialogProps {
  readonly title: string
  readonly text: string
  readonly open: boolean
  readonly onClose: () => void
}

/** One of the documents that come with Vitrine, from the same file. */
export function DocumentDialog({ title, text, open, onClose }: DocumentDialogProps) {
  const t = useText()
  return (
    <Dialog title={title} size="wide" open={open} onClose={onClose}>
      <div className="document" tabIndex={0} role="document" aria-label={title}>
        {blocksOf(text).map((block, index) => (
          <BlockView key={index} block={block} />
        ))}
      </div>
      <div className="actions">
        <Button kind="primary" onClick={onClose}>
          {t('documents.close')}
        </Button>
      </div>
    </Dialog>
  )
}

function BlockView({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'heading': {
      const Heading = `h${block.level}` as const
      return <Heading>{block.text}</Heading>
    }
    case 'paragraph':
      return <p>{block.text}</p>
    case 'list':
      return (
        <ul className="bullets">
          {block.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      )
    case 'table':
      return (
        <table>
          <thead>
            <tr>
              {block.head.map((cell) => (
                <th key={cell} scope="col">
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row) => (
              <tr key={row[0]}>
                {row.map((cell, index) => (
                  <td key={index}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )
  }
}
