import { compareDumps, readDump } from '../support/dump';
import { pair } from '../support/pair';
import type { Stage } from '../support/operations';
import type { Model, Schemas } from '../support/schemas';
import { readSchemas } from '../support/schemas';
import type { ConvergenceOptions } from './options';
import type { PreparedSite } from './stage';
import { chooseModels, createStage, dumpSource, prepareSite } from './stage';

/** A producer that operations are played on, and a consumer that must keep in step. */
export interface TwoSites {
  producer: PreparedSite;
  consumer: PreparedSite;
  /** The producer as the consumer knows it. */
  producerId: string;
  schemas: Schemas;
  models: readonly Model[];
  stage: Stage;
  /** What the consumer has otherwise than the producer. */
  differences(): Promise<string[]>;
  remove(): Promise<void>;
}

export const startTwoSites = async ({
  types,
  compareInverseOrder,
}: Pick<ConvergenceOptions, 'types' | 'compareInverseOrder'>): Promise<TwoSites> => {
  const schemas = readSchemas();
  const models = chooseModels(schemas, types);
  // Pokes bring the events; the timer is for the one that is lost.
  const env = { PULL_INTERVAL_SECONDS: '2', LOG_LEVEL: 'warn' };
  const [producer, consumer] = await Promise.all([
    prepareSite('producer', env),
    prepareSite('consumer', env),
  ]);
  const remove = async () => {
    await Promise.all([producer.remove(), consumer.remove()]);
  };

  try {
    const paired = await pair({
      producer: { name: 'head office', url: producer.site.url, api: producer.api },
      consumer: { name: 'shop', url: consumer.site.url, api: consumer.api },
      contentTypes: models.map(({ uid }) => uid),
    });
    return {
      producer,
      consumer,
      producerId: paired.producer.documentId,
      schemas,
      models,
      stage: await createStage(producer, schemas, models),
      async differences() {
        const [here, there] = await Promise.all([
          readDump(dumpSource(producer, schemas, models)),
          readDump(dumpSource(consumer, schemas, models)),
        ]);
        return compareDumps(here, there, { inverseOrder: compareInverseOrder });
      },
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
};
