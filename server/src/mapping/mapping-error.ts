import type { MappingDefinition, MappingProblem } from '../protocol';

/** The row that a value was mapped by, and where in the local document it belongs. */
export interface RowPlace {
  mappingName: string;
  /** Index of the row. */
  row: number;
  localField: string;
  remoteField: string | null;
  /** Such as `lines.2.quantity`. */
  path: string;
}

const describeRow = ({ mappingName, row, localField, remoteField, path }: RowPlace): string =>
  `Row ${row + 1} (${localField}${remoteField === null ? '' : ` ← ${remoteField}`}) of the mapping ` +
  `"${mappingName}"${path === localField ? '' : `, for ${path}`}`;

/** A document that a mapping cannot map; the message names the row and says what to do. */
export class MappingError extends Error {
  constructor(
    readonly place: RowPlace,
    sentence: string
  ) {
    super(`${describeRow(place)}: ${sentence}`);
    this.name = 'MappingError';
  }
}

const describeProblem = ({ row, message }: MappingProblem): string =>
  row === null ? message : `Row ${row + 1}: ${message}`;

/** A mapping that does not fit the content types (any more). */
export class InvalidMappingError extends Error {
  constructor(
    readonly mapping: MappingDefinition,
    readonly problems: MappingProblem[]
  ) {
    super(
      `The mapping "${mapping.name}" cannot be used. ${problems.map(describeProblem).join(' ')}`
    );
    this.name = 'InvalidMappingError';
  }
}
