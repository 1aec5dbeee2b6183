import { errors } from '@strapi/utils';
import { isEqual } from 'lodash';

import { checkMapping, isUsedBy, withDraft } from './check-mapping';
import { localShapes } from './local-shapes';
import { type MappingFunction, registerFunction } from './mapping-functions';
import {
  type MappingRow,
  findMappingRows,
  findMappings,
  removeMapping,
  toMapping,
  writeMapping,
} from './mapping-store';
import { findUses } from './mapping-uses';
import { type Offer, readOffer } from './offered-shapes';
import { planMappings } from './plan-mappings';
import { previewMapping } from '../preview/preview-mapping';
import { type ProducerRow, findProducers, toMappedSubscriptions } from '../producer-store';
import type { Puller } from '../puller';
import { type SaveOptions, register, toInputs, toRequests } from '../registration';
import { decrypt, inTransaction } from '../../platform';
import type {
  CreateMappingInput,
  MappableTypes,
  Mapping,
  MappingDefinition,
  MappingPreview,
  MappingProblem,
  MappingUse,
  Mappings,
  PreviewMappingInput,
  Shapes,
  UpdateMappingInput,
} from '../../protocol';

export type MappingsService = ReturnType<typeof createMappingsService>;

const pathOf = ({ row, field }: MappingProblem): string[] =>
  row === null ? [field] : ['fields', String(row), field];

const describe = ({ row, message }: MappingProblem): string =>
  row === null ? message : `Row ${row + 1}: ${message}`;

const assertNoErrors = (problems: MappingProblem[]): void => {
  const wrong = problems.filter(({ severity }) => severity === 'error');
  if (wrong.length > 0) {
    throw new errors.ValidationError(wrong.map(describe).join(' '), {
      errors: wrong.map((problem) => ({
        path: pathOf(problem),
        message: problem.message,
        name: 'ValidationError',
      })),
    });
  }
};

/** Mappings: how documents of producers become documents of this site (docs/mapping.md). */
export const createMappingsService = (options: SaveOptions & { puller: Puller }) => {
  const { strapi, puller } = options;

  const requireRow = async (documentId: string): Promise<MappingRow> => {
    const [row] = await findMappingRows(strapi, { documentId });
    if (!row) {
      throw new errors.NotFoundError('There is no such mapping.');
    }
    return row;
  };

  const readOffers = async (wanted: 'recent' | 'known'): Promise<Offer[]> =>
    Promise.all(
      (await findProducers(strapi)).map((producer) => readOffer(options, producer, wanted))
    );

  const assertNameIsFree = (mappings: Mapping[], { documentId, name }: MappingDefinition) => {
    if (mappings.some((other) => other.name === name && other.documentId !== documentId)) {
      const message = `There is a mapping "${name}" already. Choose another name.`;
      throw new errors.ValidationError(message, {
        errors: [{ path: ['name'], message, name: 'ValidationError' }],
      });
    }
  };

  /** What the mapping looks for is asked of the producers that use it, before it is saved. */
  const tellProducers = async (
    producers: ProducerRow[],
    before: Mapping[],
    after: MappingDefinition[]
  ): Promise<void> => {
    for (const producer of producers) {
      const inputs = toInputs(producer);
      const requestsWith = (mappings: readonly MappingDefinition[]) =>
        toRequests(inputs, mappings, planMappings(toMappedSubscriptions(producer), mappings));
      const subscriptions = requestsWith(after);
      if (!isEqual(subscriptions, requestsWith(before))) {
        await register(options, {
          url: producer.url,
          accessKey: decrypt(strapi, producer.accessKey),
          callbackKey: decrypt(strapi, producer.callbackKey),
          subscriptions,
        });
      }
    }
  };

  const save = async (
    current: MappingRow | null,
    input: CreateMappingInput
  ): Promise<Mappings.Response> => {
    const draft = { ...input, documentId: current?.documentId ?? null };
    const before = await findMappings(strapi);
    assertNameIsFree(before, draft);
    const offers = await readOffers('recent');
    const problems = checkMapping(strapi, draft, before, offers);
    assertNoErrors(problems);
    const after = withDraft(before, draft);
    const using = offers
      .map(({ producer }) => producer)
      .filter((producer) => isUsedBy(producer, after, draft.documentId));
    await tellProducers(using, before, after);
    const documentId = await inTransaction(strapi, () => writeMapping(strapi, current, input));
    // Documents that waited for the mapping to be mended go on.
    using.forEach((producer) => puller.wake(producer.documentId));
    return { data: toMapping(await requireRow(documentId)), meta: { problems } };
  };

  return {
    /**
     * Makes a function of this site's own code known to the expressions of mappings.
     * @throws ValidationError when the name is none, or taken
     */
    register: (name: string, fn: MappingFunction): void => registerFunction(strapi, name, fn),

    /** @throws NotFoundError */
    async get(documentId: string): Promise<Mapping> {
      return toMapping(await requireRow(documentId));
    },

    /**
     * @throws ValidationError with each problem by row; ApplicationError when a producer that has
     *   to be told cannot be. Nothing was saved then.
     */
    create: (input: CreateMappingInput): Promise<Mappings.Response> => save(null, input),

    /** Values left out stay. @throws NotFoundError, and as `create` */
    async update(documentId: string, input: UpdateMappingInput): Promise<Mappings.Response> {
      const row = await requireRow(documentId);
      const { name, localContentType, remoteContentType, fields } = toMapping(row);
      return save(row, { name, localContentType, remoteContentType, fields, ...input });
    },

    /** @throws NotFoundError; ValidationError that names what uses it */
    async delete(documentId: string): Promise<void> {
      const row = await requireRow(documentId);
      await inTransaction(strapi, async () => {
        const uses = await findUses(strapi, documentId);
        if (uses.length > 0) {
          const names = uses.map(({ kind, name }) => `the ${kind} "${name}"`).join(', ');
          throw new errors.ValidationError(
            `The mapping "${row.name}" is in use by ${names}. Choose another mapping there first.`
          );
        }
        await removeMapping(strapi, row);
      });
    },

    /** @throws NotFoundError */
    async uses(documentId: string): Promise<MappingUse[]> {
      await requireRow(documentId);
      return findUses(strapi, documentId);
    },

    /** What saving would find wrong. */
    async check(draft: MappingDefinition): Promise<MappingProblem[]> {
      return checkMapping(strapi, draft, await findMappings(strapi), await readOffers('known'));
    },

    /** See {@link previewMapping}. */
    preview: (input: PreviewMappingInput): Promise<MappingPreview> =>
      previewMapping(options, input),

    /** What can be mapped into what. */
    async types(): Promise<MappableTypes.Response['data']> {
      const offers = await readOffers('recent');
      // Of a type that several producers have, what the first of them says counts.
      const remote = Object.assign(
        {},
        ...offers.map(({ shapes }) => shapes ?? {}).reverse()
      ) as Shapes;
      return {
        local: localShapes(strapi),
        remote,
        producers: offers.map(({ producer: { documentId, name }, error }) => ({
          documentId,
          name,
          error,
        })),
      };
    },
  };
};
