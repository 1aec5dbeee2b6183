import type { Core } from '@strapi/strapi';

import { ProducerError } from './client';
import { type LinkOptions, connect } from './link';
import { describeMappingErrors } from './mappings/assert-mappings';
import { findMappings } from './mappings/mapping-store';
import { type MappingPlan, planMappings } from './mappings/plan-mappings';
import { refreshRemoteShapes } from './mappings/remote-shapes';
import { type ProducerRow, isMapped, toMappedSubscriptions } from './producer-store';
import { findSchema, streamableAttributes } from '../documents';
import {
  type ConnectionCheck,
  type Mapping,
  PROTOCOL_VERSION,
  type SiteResponse,
} from '../protocol';

/** Pokes are refused when the clocks differ by more than five minutes. */
const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;

const checkClock = ({ time }: SiteResponse, now: number): ConnectionCheck => {
  const difference = Math.abs(now - Date.parse(time));
  const ok = difference < CLOCK_TOLERANCE_MS;
  const seconds = Math.round(difference / 1000);
  return {
    name: 'clock',
    ok,
    message: ok
      ? `The clocks of the sites differ by ${seconds} s.`
      : `The clocks of the sites differ by ${seconds} s. Events still arrive, but pokes are ` +
        'refused, so they arrive later. Set both clocks (NTP).',
  };
};

/** Content types without a mapping need the same fields on both sites. */
const describeDifferences = (strapi: Core.Strapi, uid: string, site: SiteResponse): string[] => {
  const remote = site.contentTypes.find((contentType) => contentType.uid === uid);
  const schema = findSchema(strapi, uid);
  if (!remote) {
    return [`${uid} cannot be streamed by the producer`];
  }
  if (!schema) {
    return [`${uid} does not exist on this site`];
  }
  const local = new Map(streamableAttributes(strapi, schema).map(({ name, type }) => [name, type]));
  return remote.attributes.flatMap(({ name, type }) => {
    const localType = local.get(name);
    if (localType === undefined) {
      return [`${uid} has no field ${name} here`];
    }
    return localType === type ? [] : [`${uid}.${name} is ${type} there and ${localType} here`];
  });
};

/** Mappings that the content types of both sites do not fit, as sentences. */
const checkMappings = async (
  options: LinkOptions,
  producer: ProducerRow,
  plan: MappingPlan,
  mappings: Mapping[]
): Promise<string[]> => {
  if (!isMapped(producer)) {
    return [];
  }
  const { strapi } = options;
  const client = connect(options, producer);
  const { shapes } = await refreshRemoteShapes(strapi, producer.siteId, client);
  return [...plan.problems, ...describeMappingErrors(strapi, plan, mappings, shapes)];
};

const checkSchema = async (
  options: LinkOptions,
  producer: ProducerRow,
  site: SiteResponse
): Promise<ConnectionCheck> => {
  const mappings = await findMappings(options.strapi);
  const plan = planMappings(toMappedSubscriptions(producer), mappings);
  const differences = producer.subscriptions
    .filter(({ contentType, unsubscribed }) => !unsubscribed && !plan.mappings.has(contentType))
    .flatMap(({ contentType }) => describeDifferences(options.strapi, contentType, site));
  const problems = [
    ...(differences.length > 0 ? [`${differences.join('; ')}.`] : []),
    ...(await checkMappings(options, producer, plan, mappings)),
  ];
  return {
    name: 'schema',
    ok: problems.length === 0,
    message:
      problems.length === 0
        ? 'The subscribed content types have the same fields on both sites, or mappings that fit.'
        : problems.join(' '),
  };
};

const describeFailure = (error: unknown): ConnectionCheck[] => {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ProducerError && error.kind === 'unauthorized') {
    return [
      { name: 'reachable', ok: true, message: 'The producer answers.' },
      { name: 'key', ok: false, message },
    ];
  }
  return [{ name: 'reachable', ok: false, message }];
};

/** Asks a producer who it is and compares; tells what is wrong and how to mend it. */
export const testConnection = async (
  options: LinkOptions,
  producer: ProducerRow
): Promise<{ ok: boolean; checks: ConnectionCheck[] }> => {
  let checks: ConnectionCheck[];
  try {
    const site = await connect(options, producer).describe();
    const isSameVersion = site.protocolVersion === PROTOCOL_VERSION;
    checks = [
      { name: 'reachable', ok: true, message: 'The producer answers.' },
      { name: 'key', ok: true, message: 'The access key is accepted.' },
      {
        name: 'version',
        ok: isSameVersion,
        message: isSameVersion
          ? `Both sites speak protocol version ${PROTOCOL_VERSION}.`
          : `The producer speaks protocol version ${site.protocolVersion}, this site ` +
            `${PROTOCOL_VERSION}. Install the same major version of the plugin on both.`,
      },
      checkClock(site, Date.now()),
      await checkSchema(options, producer, site),
    ];
  } catch (error) {
    checks = describeFailure(error);
  }
  return { ok: checks.every(({ ok }) => ok), checks };
};
