/** What the rows of a mapping come to, once they are read against the types of both sides. */
import type { CompiledExpression } from './context';
import type { MappedField } from './mapped-fields';
import type { AttributeShape, MappingDefinition } from '../protocol';

/** Fields of the producer's document that a row depends on. */
export type Reads = 'anything' | ReadonlySet<string>;

/** Where a value to look for comes from. */
export type FilterSource =
  | { kind: 'field'; from: AttributeShape }
  | { kind: 'expression'; expression: CompiledExpression };

export interface FilterPlan {
  /** The field of the document to be found. */
  of: AttributeShape;
  source: FilterSource;
}

/** A saved mapping that a row names. */
export type InnerMapping = MappingDefinition & { documentId: string };

export type RowPlan = {
  /** Index of the row. */
  row: number;
  to: AttributeShape;
  reads: Reads;
  /** What stands for an empty remote value; null: nothing does. */
  fallback: MappedField | null;
} & (
  | { kind: 'constant'; value: MappedField }
  | { kind: 'value'; from: AttributeShape }
  | { kind: 'transform'; expression: CompiledExpression }
  /** The producer's references; `mapping` null: to documents that come as they are. */
  | { kind: 'references'; from: AttributeShape; mapping: InnerMapping | null }
  | {
      kind: 'lookup';
      /** When this one is empty, nothing is looked for. */
      from: AttributeShape | null;
      mapping: InnerMapping;
      filters: FilterPlan[];
    }
  | { kind: 'components'; from: AttributeShape; mapping: InnerMapping }
);

/** A local field with the row that fills it: several where each is for entries of another type. */
export interface FieldPlan {
  localField: string;
  rows: [RowPlan, ...RowPlan[]];
}
