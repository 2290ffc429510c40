import { CsvError, parse } from 'csv-parse/sync';
import type { ImportProblem } from './imported-family.js';

/** One record of a CSV file, its cells found by column name. */
export interface SheetRow {
  /** Line of the file where the record begins; the header is line 1. */
  line: number;
  /** What makes the cells of this record unreliable, or `null`. */
  fault: string | null;
  /** Text of the cell, trimmed; empty when the file has no such column. */
  cell: (column: string) => string;
}

/** A CSV file below its header. */
export interface Sheet {
  rows: SheetRow[];
  /** Faults of the file as a whole: when there is one, there are no rows. */
  problems: ImportProblem[];
}

interface CsvRecord {
  line: number;
  cells: string[];
}

/** Reads a comma-separated file whose first line names the columns; names are matched whatever their case. */
export function readSheet(text: string, mandatoryColumns: readonly string[]): Sheet {
  const records = readRecords(text);
  if (!Array.isArray(records)) return { rows: [], problems: [records] };
  const [header, ...body] = records;
  if (!header) return { rows: [], problems: [{ row: 1, column: '', message: 'The file is empty.' }] };
  const columns = columnPositions(header.cells);
  const problems = mandatoryColumns.filter((name) => !columns.has(columnKey(name))).map(missingColumn);
  if (problems.length > 0) return { rows: [], problems };
  return { rows: body.map((record) => toRow(record, columns, header.cells.length)), problems: [] };
}

function readRecords(text: string): CsvRecord[] | ImportProblem {
  const records: CsvRecord[] = [];
  try {
    // One newline style before parsing: the parser counts a CRLF inside quotes as two lines.
    parse(text.replace(/\r\n?/g, '\n'), {
      bom: true,
      record_delimiter: '\n',
      relax_column_count: true,
      on_record: (cells: string[], { lines }) => {
        records.push({ line: lines - newlinesIn(cells), cells });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return brokenFile(error);
  }
  return records.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
}

// The parser reports the line where a record ends; quoted newlines are how far back it began.
function newlinesIn(cells: string[]): number {
  return cells.reduce((count, cell) => count + cell.split('\n').length - 1, 0);
}

// After a stray quote nobody can tell where the next record begins, so nothing of the file is trusted.
function brokenFile(error: CsvError): ImportProblem {
  const message = `The file stops being readable here: ${error.message}. Double every quote inside a quoted cell.`;
  return { row: Number(error['lines']), column: '', message };
}

function columnKey(name: string): string {
  return name.trim().toLowerCase();
}

function columnPositions(header: string[]): Map<string, number> {
  return new Map(header.map((name, position) => [columnKey(name), position]));
}

function missingColumn(column: string): ImportProblem {
  const message =
    `The column "${column}" is missing from the first line. ` +
    'Export the products again from Shopify as a plain, comma-separated CSV file, or add the column.';
  return { row: 1, column, message };
}

function toRow({ line, cells }: CsvRecord, columns: Map<string, number>, width: number): SheetRow {
  const fault =
    cells.length === width
      ? null
      : `This record has ${cells.length} cells where the header has ${width}. Quote the cells that contain a comma.`;
  return { line, fault, cell: (column) => cells[columns.get(columnKey(column)) ?? -1]?.trim() ?? '' };
}
