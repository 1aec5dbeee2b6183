/**
 * Which mapping each content type of a producer has (docs/mapping.md). A mapping that a
 * subscription names brings others: those that its rows name for the documents its relations lead
 * to. Pure.
 */
import { compact } from 'lodash';

import type { FieldMapping, MappingDefinition } from '../../protocol';

/** What of a subscription decides about mappings. */
export interface MappedSubscription {
  contentType: string;
  /** documentId of the mapping; null: documents come as they are. */
  mapping: string | null;
  unsubscribed: boolean;
}

export interface MappingPlan {
  /** By remote content type: how its documents become local ones. */
  mappings: ReadonlyMap<string, MappingDefinition>;
  /** Every mapping that has a part in it, those of components too. */
  used: ReadonlySet<MappingDefinition>;
  /** Sentences that say what cannot be; none: it works. */
  problems: string[];
}

type MappingsById = ReadonlyMap<string, MappingDefinition>;

const byId = (mappings: readonly MappingDefinition[]): MappingsById =>
  new Map(
    mappings.flatMap((mapping) =>
      mapping.documentId === null ? [] : [[mapping.documentId, mapping] as const]
    )
  );

/** Those that the rows of a mapping name. */
const namedBy = (
  all: MappingsById,
  { fields }: MappingDefinition,
  type: FieldMapping['mappingType']
): MappingDefinition[] =>
  compact(
    fields
      .filter(({ mappingType, mapping }) => mappingType === type && mapping !== null)
      .map(({ mapping }) => all.get(mapping ?? ''))
  );

/** The mapping itself, and those that it leads to, at any distance. */
const closureOf = (all: MappingsById, start: MappingDefinition): Set<MappingDefinition> => {
  const found = new Set([start]);
  // A set is walked through with what is added meanwhile.
  for (const mapping of found) {
    namedBy(all, mapping, 'component').forEach((inner) => found.add(inner));
    namedBy(all, mapping, 'document').forEach((inner) => found.add(inner));
  }
  return found;
};

const isOfContentTypes = ({ remoteContentType }: MappingDefinition) =>
  remoteContentType.includes('::');

/**
 * Content types of the producer whose documents a mapping brings along or looks for, other than its
 * own: what the subscription asks for as `lookups`.
 */
export const lookupsOf = (
  mappings: readonly MappingDefinition[],
  start: MappingDefinition
): string[] =>
  [
    ...new Set(
      [...closureOf(byId(mappings), start)]
        .filter(isOfContentTypes)
        .map(({ remoteContentType }) => remoteContentType)
    ),
  ]
    .filter((uid) => uid !== start.remoteContentType)
    .sort();

const subscriptionProblem = (
  { contentType, mapping: documentId }: MappedSubscription,
  mapping: MappingDefinition | undefined
): string | null => {
  if (documentId === null) {
    return null;
  }
  if (!mapping) {
    return `${contentType}: there is no mapping ${documentId}. Choose another one.`;
  }
  return mapping.remoteContentType === contentType
    ? null
    : `${contentType}: the mapping "${mapping.name}" is for ${mapping.remoteContentType}. Choose ` +
        `one for ${contentType}.`;
};

/** Where an unmapped subscription keeps documents that another one's mapping turns into others. */
const findUnmapped = (
  subscriptions: MappedSubscription[],
  mappings: ReadonlyMap<string, MappingDefinition>
): string[] =>
  subscriptions.flatMap(({ contentType, mapping }) => {
    const other = mappings.get(contentType);
    return mapping === null && other && other.localContentType !== contentType
      ? [
          `${contentType} is subscribed to without a mapping, while "${other.name}" makes ` +
            `${other.localContentType} of its documents. Choose "${other.name}" for that ` +
            'subscription, or leave the subscription out.',
        ]
      : [];
  });

/**
 * A document of the producer becomes one document here, by one way: each of its content types has
 * at most one mapping. Of two that contradict each other, that of the subscription counts.
 */
export const planMappings = (
  subscriptions: readonly MappedSubscription[],
  all: readonly MappingDefinition[]
): MappingPlan => {
  const known = byId(all);
  const active = subscriptions.filter(({ unsubscribed }) => !unsubscribed);
  const mappings = new Map<string, MappingDefinition>();
  const used = new Set<MappingDefinition>();
  const problems: string[] = [];

  const starts = active.flatMap((subscription) => {
    const mapping = known.get(subscription.mapping ?? '');
    const problem = subscriptionProblem(subscription, mapping);
    if (problem) {
      problems.push(problem);
    }
    return mapping && !problem ? [mapping] : [];
  });
  starts.forEach((start) => mappings.set(start.remoteContentType, start));
  for (const start of starts) {
    for (const mapping of closureOf(known, start)) {
      used.add(mapping);
      const { remoteContentType } = mapping;
      const other = mappings.get(remoteContentType);
      if (!isOfContentTypes(mapping) || other === mapping) {
        continue;
      }
      if (other) {
        problems.push(
          `Documents of ${remoteContentType} would be mapped by both "${other.name}" and ` +
            `"${mapping.name}". Use one of the two for all of them.`
        );
      } else {
        mappings.set(remoteContentType, mapping);
      }
    }
  }
  problems.push(...findUnmapped(active, mappings));
  return { mappings, used, problems: [...new Set(problems)] };
};
