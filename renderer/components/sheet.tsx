import type { Sheet as SheetData, SheetTable } from '../../src/contract/sheet'
import './sheet.css'

/** A page of facts, sentences and tables; printing leaves all else away. */
export function Sheet({ sheet, label }: { readonly sheet: SheetData; readonly label: string }) {
  return (
    // Focusable, since what scrolls must scroll by keyboard as well.
    <div className="sheet" role="region" aria-label={label} tabIndex={0}>
      <p className="sheet-title">{sheet.title}</p>
      <dl className="details">
        {sheet.facts.map(({ name, value }) => (
          <div key={name} className="fact">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {sheet.sections.map(({ title, sentences, table }) => (
        <section key={title}>
          <h3>{title}</h3>
          {sentences.length > 0 && (
            <ul className="bullets">
              {sentences.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          )}
          {table !== undefined && <Table title={title} table={table} />}
        </section>
      ))}
    </div>
  )
}

function Table({ title, table: { columns, rows } }: { readonly title: string; readonly table: SheetTable }) {
  const classOf = (index: number) => (columns[index]?.kind === 'number' ? 'numeric' : undefined)
  return (
    <table aria-label={title}>
      <thead>
        <tr>
          {columns.map((column, index) => (
            <th key={column.title} scope="col" className={classOf(index)}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells) => (
          <tr key={cells.join('\n')}>
            {cells.map((cell, index) => (
              <td key={index} className={classOf(index)}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
