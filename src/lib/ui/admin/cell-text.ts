import type { Cell, Table } from '#lib/core/wire/admin.ts';
import { instantText, numberText } from './amounts.ts';
import { words } from './words.ts';

/** @returns a cell as it is read: what is masked says so. */
export function cellText(cell: Cell, { view, isInstant }: Table['columns'][number]): string {
  if (cell === null) return words.admin_nothing();
  if (view === 'length') return words.admin_characters({ count: numberText(Number(cell)) });
  if (view === 'presence') return cell === true ? words.admin_yes() : words.admin_no();
  return isInstant && typeof cell === 'number' ? instantText(cell, 'medium') : String(cell);
}

/** @returns the name of a column, and how it is masked where it is. */
export function headText({ name, view }: Table['columns'][number]): string {
  const masked = {
    shown: null,
    email: words.admin_view_email,
    length: words.admin_view_length,
    presence: words.admin_view_presence,
  }[view];
  return masked ? `${name} (${masked()})` : name;
}
