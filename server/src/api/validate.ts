import { validateZodSchema, type z } from '@strapi/utils';

/** Checks what comes over HTTP, once. @throws ValidationError with the path of each problem */
export const validate = <T extends z.ZodType>(schema: T, value: unknown): z.output<T> =>
  validateZodSchema(schema)(value ?? {});
