import type { DocumentFields, JsonValue, MappingDefinition, Shapes, TypeShape } from '../protocol';

/** `doc` is the producer's document, or in a mapping of components the component. */
export interface ExpressionScope {
  doc: DocumentFields;
}

export interface CompiledExpression {
  /** @throws Error whose message says what went wrong */
  evaluate(scope: ExpressionScope): JsonValue | Promise<JsonValue>;
  /** The fields of `doc` that it reads; left out when that cannot be known. */
  reads?: readonly string[];
}

/**
 * @param doc the producer's type that `doc` is of
 * @throws Error whose message says what is wrong with the expression
 */
export type CompileExpression = (source: string, doc: TypeShape) => CompiledExpression;

/** What a mapping is read against. */
export interface MappingContext {
  /** All mappings of this site: rows name them by documentId. */
  mappings: readonly MappingDefinition[];
  /** This site's types: at least the mapping's own, with the components within. */
  local: Shapes;
  /**
   * The producer's types: at least the mapping's own, with the components within, and those that
   * rows look for with filters. What is not among them the producer does not have or not show.
   */
  remote: Shapes;
  compile: CompileExpression;
}

/** The mapping that a row names. */
export const findMapping = (
  { mappings }: MappingContext,
  documentId: string
): MappingDefinition | null =>
  mappings.find((mapping) => mapping.documentId === documentId) ?? null;

/** A mapping of two components; else it is one of two content types. */
export const isOfComponents = ({ localContentType }: MappingDefinition): boolean =>
  !localContentType.includes('::');
