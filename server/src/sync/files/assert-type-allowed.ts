/**
 * The types of files that this site takes (`security` in the configuration of the upload plugin).
 * Strapi holds them only where people upload, so that files from another site would get by.
 */
import { createRequire } from 'node:module';
import path from 'node:path';

import type { Core } from '@strapi/strapi';

import { ApplyError } from '../failures';

interface SecurityConfig {
  allowedTypes?: string[];
  deniedTypes?: string[];
}

interface CheckedFile {
  filepath: string;
  originalFilename: string;
  mimetype: string;
}

type ValidateFile = (
  file: CheckedFile,
  config: SecurityConfig,
  strapi: Core.Strapi
) => Promise<{ isValid: boolean; error?: { message: string } }>;

/**
 * Strapi's own rule looks at the bytes, the name's extension and the declared type, and is not
 * exported: it is loaded from the upload plugin that this site runs.
 */
const loadRule = (strapi: Core.Strapi): ValidateFile | null => {
  const root = strapi.config.get<string>('enabledPlugins.upload.pathToPlugin');
  try {
    const load = createRequire(path.join(root, 'package.json'));
    const rule = load('./dist/server/utils/mime-validation.js') as { validateFile?: ValidateFile };
    return rule.validateFile ?? null;
  } catch {
    return null;
  }
};

/** @throws ApplyError `validation` */
export const assertTypeAllowed = async (
  strapi: Core.Strapi,
  { name, ext, mime, path: filepath }: { name: string; ext: string; mime: string; path: string }
): Promise<void> => {
  const config = strapi.config.get<SecurityConfig>('plugin::upload.security', {});
  if (!config.allowedTypes && !config.deniedTypes) {
    return;
  }
  const refuse = (reason: string) =>
    new ApplyError('validation', `This site does not take the file "${name}": ${reason}`);
  const validate = loadRule(strapi);
  if (!validate) {
    // Rather no file than one that the site's rule would have kept out.
    throw refuse(
      'its upload plugin restricts types of files in a way that this version of Event Streaming ' +
        'does not know.'
    );
  }
  const result = await validate(
    // By the extension that it is served with here, whatever its name says.
    { filepath, originalFilename: `file${ext}`, mimetype: mime },
    config,
    strapi
  );
  if (!result.isValid) {
    throw refuse(
      `${result.error?.message ?? 'its type is not allowed'} (security in the configuration of ` +
        'the upload plugin).'
    );
  }
};
