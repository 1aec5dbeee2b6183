import { type MappingContext, findMapping } from '../context';
import type { FieldMapping, MappingDefinition, MappingProblem } from '../../protocol';

/**
 * A row that needs another mapping's result within its own: a component's fields, or a document
 * that is looked for. A row that follows a relation does not: the producer's documents may refer to
 * each other in a circle, as they may without a mapping.
 */
const needsResult = ({ mappingType, mapping, remoteValueFilters }: FieldMapping): boolean =>
  mapping !== null &&
  (mappingType === 'component' || Object.keys(remoteValueFilters ?? {}).length > 0);

/**
 * @returns the mappings that the row leads round in a circle, from `start` to the one that comes
 *   again; null: there is no circle
 */
const findCycle = (
  context: MappingContext,
  start: MappingDefinition,
  row: FieldMapping
): MappingDefinition[] | null => {
  const free = new Set<string | null>();
  const visit = (next: FieldMapping, path: MappingDefinition[]): MappingDefinition[] | null => {
    if (next.mapping === null || !needsResult(next) || free.has(next.mapping)) {
      return null;
    }
    // What is stored of the mapping itself is older than what is given.
    const mapping = next.mapping === start.documentId ? start : findMapping(context, next.mapping);
    if (!mapping) {
      return null;
    }
    if (path.some(({ documentId }) => documentId === mapping.documentId)) {
      return [...path, mapping];
    }
    for (const inner of mapping.fields) {
      const cycle = visit(inner, [...path, mapping]);
      if (cycle) {
        return cycle;
      }
    }
    free.add(mapping.documentId);
    return null;
  };
  return visit(row, [start]);
};

/** Rows whose mappings come back to where they began. */
export const findCycles = (context: MappingContext, mapping: MappingDefinition): MappingProblem[] =>
  mapping.fields.flatMap((row, index): MappingProblem[] => {
    const cycle = findCycle(context, mapping, row);
    return cycle
      ? [
          {
            severity: 'error',
            row: index,
            field: 'mapping',
            message:
              `The mappings go round in a circle: ${cycle.map(({ name }) => name).join(' → ')}. ` +
              'Leave one of these rows out, or choose another mapping for it.',
          },
        ]
      : [];
  });
