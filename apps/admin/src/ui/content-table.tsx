import type { Column } from "./list-table.tsx";
import classes from "./content-table.module.css";

interface Props<T> {
  label: string;
  rows: readonly T[];
  rowKey: (row: T) => string;
  columns: readonly Column<T>[];
}

/** A short list that is shown whole; on a phone each row is a card. */
export function ContentTable<T>({ label, rows, rowKey, columns }: Props<T>) {
  return (
    <table className={classes.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ key, title, width }) => (
            <th key={key} scope="col" style={width === undefined ? undefined : { width }}>
              {title || <span className={classes.hidden}>What can be done</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map(({ key, title, render }) => (
              <td key={key} data-title={title}>
                {render(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
