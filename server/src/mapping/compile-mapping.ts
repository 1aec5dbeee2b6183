import type { MappingContext } from './context';
import { ALWAYS_CHANGED } from './fields';
import { mapFields } from './map/map-fields';
import type { MappingPlan } from './map/scope';
import type { MappedFields } from './mapped-fields';
import { InvalidMappingError } from './mapping-error';
import type { FieldPlan, Reads } from './plan';
import { readMapping } from './read-mapping';
import type { DocumentFields, MappingDefinition, VersionStatus } from '../protocol';

/** A version of a document of the producer, and what of it is new. */
export interface RemoteChange {
  /** create: the version is not here yet. */
  updateType: 'create' | 'update';
  /** Names of the fields that an update changed; null: it is taken over as a whole. */
  changed: readonly string[] | null;
  /** The whole version after the change. */
  state: DocumentFields;
  documentId: string;
  locale: string | null;
  status: VersionStatus | null;
}

export interface CompiledMapping {
  mapping: MappingDefinition;
  /** documentIds of the mappings that make the documents local which its relations name. */
  related: string[];
  /** The local fields that a default value alone fills. */
  defaults: string[];
  /**
   * The local fields that the change concerns: of a create all that rows fill; of an update those
   * whose remote fields changed, and of a whole one all but those that a default value alone fills.
   * @throws MappingError
   */
  map(change: RemoteChange): Promise<MappedFields>;
}

/** @param compiled those of components, by documentId of the mapping */
const compilePlan = (
  mapping: MappingDefinition,
  context: MappingContext,
  compiled: Map<string, MappingPlan>
): MappingPlan => {
  const { fields, problems } = readMapping(mapping, context);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new InvalidMappingError(mapping, errors);
  }
  const components = new Map<string, MappingPlan>();
  for (const row of fields.flatMap(({ rows }) => rows)) {
    if (row.kind === 'components') {
      const { documentId } = row.mapping;
      const inner = compiled.get(documentId) ?? compilePlan(row.mapping, context, compiled);
      compiled.set(documentId, inner);
      components.set(documentId, inner);
    }
  }
  return { mapping, fields, components };
};

const relatedOf = ({ fields }: MappingPlan): string[] =>
  fields
    .flatMap(({ rows }) => rows)
    .flatMap((row) =>
      (row.kind === 'references' || row.kind === 'lookup') && row.mapping
        ? [row.mapping.documentId]
        : []
    );

const isFilledByDefault = ({ rows }: FieldPlan): boolean =>
  rows.every(({ kind }) => kind === 'constant');

const areRead = (reads: Reads, changed: readonly string[]): boolean =>
  reads === 'anything' || reads.has(ALWAYS_CHANGED) || changed.some((name) => reads.has(name));

const isConcerned = ({ rows }: FieldPlan, { updateType, changed }: RemoteChange): boolean =>
  updateType === 'create' ||
  rows.some((row) => (changed === null ? row.kind !== 'constant' : areRead(row.reads, changed)));

/**
 * Makes a mapping, with those of the components within, ready to map documents. What it maps is
 * worked out from the producer's data alone, so that the same state always gives the same fields.
 * @throws InvalidMappingError when it does not fit the types of both sides
 */
export const compileMapping = (
  mapping: MappingDefinition,
  context: MappingContext
): CompiledMapping => {
  const components = new Map<string, MappingPlan>();
  const plan = compilePlan(mapping, context, components);
  return {
    mapping,
    related: [...new Set([plan, ...components.values()].flatMap(relatedOf))],
    defaults: plan.fields.filter(isFilledByDefault).map(({ localField }) => localField),
    map: (change) => {
      const { state, documentId, locale, status } = change;
      const scope = { plan, doc: { documentId, locale, status, ...state }, path: '' };
      return mapFields(
        scope,
        plan.fields.filter((field) => isConcerned(field, change))
      );
    },
  };
};
