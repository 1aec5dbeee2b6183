/** Plugin configuration (`config/plugins.ts` → `'event-streaming'.config`), checked at boot. */
import { z } from '@strapi/utils';
import type { Core } from '@strapi/strapi';

const configSchema = z.strictObject({
  /** Address under which other sites reach this one; null: the server's absolute URL. */
  siteUrl: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).nullable(),
  pull: z.strictObject({
    /** How often a producer is asked for events when no poke comes. */
    intervalSeconds: z.number().int().min(1).max(86_400),
    /** Events in one page, which is applied in one transaction. */
    batchSize: z.number().int().min(1).max(1000),
    /** Whole documents that are held at once until they are applied; more come in several rounds. */
    maxDocuments: z.number().int().min(1).max(100_000),
    /** The same, in bytes, beside one answer of the producer. */
    maxBytes: z.number().int().min(1),
  }),
  relations: z.strictObject({
    /** Relations to admin and site users: left alone, or matched by e-mail. Never copied. */
    users: z.enum(['empty', 'matchByEmail']),
  }),
  media: z.strictObject({
    /** Files larger than this are not received, in bytes. */
    maxFileSize: z.number().int().min(1),
  }),
  network: z.strictObject({
    /**
     * How long one call to another site may take, from connecting to the last byte; of an upload
     * provider, a third of it without a byte.
     */
    timeoutMs: z.number().int().min(100).max(600_000),
  }),
});

export type PluginConfig = z.infer<typeof configSchema>;

const defaults: PluginConfig = {
  siteUrl: null,
  pull: {
    intervalSeconds: 30,
    batchSize: 200,
    maxDocuments: 1000,
    maxBytes: 64 * 1024 * 1024,
  },
  relations: { users: 'empty' },
  media: { maxFileSize: 200 * 1024 * 1024 },
  network: { timeoutMs: 30_000 },
};

export const config = {
  default: defaults,
  validator: (value: unknown) => {
    const result = configSchema.safeParse(value);
    if (!result.success) {
      const problems = result.error.issues.map(
        ({ path, message }) => `  ${path.join('.') || '(config)'}: ${message}`
      );
      throw new Error(
        `The configuration of event-streaming in config/plugins is not valid:\n${problems.join('\n')}`
      );
    }
  },
};

export const getConfig = (strapi: Core.Strapi): PluginConfig & { siteUrl: string } => {
  const values = strapi.config.get<PluginConfig>('plugin::event-streaming');
  const siteUrl = values.siteUrl ?? strapi.config.get<string>('server.absoluteUrl');
  return { ...values, siteUrl: siteUrl.replace(/\/+$/, '') };
};
