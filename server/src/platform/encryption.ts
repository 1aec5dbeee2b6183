import { createHmac, timingSafeEqual } from 'node:crypto';

import { errors } from '@strapi/utils';
import type { Core } from '@strapi/strapi';

interface EncryptionService {
  encrypt(value: string): string | null;
  decrypt(value: string): string | null;
}

const service = (strapi: Core.Strapi) => strapi.service('admin::encryption') as EncryptionService;

/**
 * Encrypts a key with Strapi's encryption service (AES-256-GCM).
 * @throws ApplicationError when this site has no encryption key: a secret is never stored in clear.
 */
export const encrypt = (strapi: Core.Strapi, secret: string): string => {
  if (!strapi.config.get('admin.secrets.encryptionKey')) {
    throw new errors.ApplicationError(
      'This site has no encryption key, so keys cannot be stored safely. Set ENCRYPTION_KEY in ' +
        'the environment and `secrets: { encryptionKey: env("ENCRYPTION_KEY") }` in ' +
        'config/admin, restart Strapi and save again.'
    );
  }
  const encrypted = service(strapi).encrypt(secret);
  if (encrypted === null) {
    throw new errors.ApplicationError('Strapi could not encrypt the key; see the server log.');
  }
  return encrypted;
};

/** @throws ApplicationError when the encryption key is missing or is not the one used to save. */
export const decrypt = (strapi: Core.Strapi, encrypted: string): string => {
  const secret = strapi.config.get('admin.secrets.encryptionKey')
    ? service(strapi).decrypt(encrypted)
    : null;
  if (secret === null) {
    throw new errors.ApplicationError(
      'A stored key cannot be decrypted: `admin.secrets.encryptionKey` is missing or has changed ' +
        'since the key was saved. Restore it, or enter the key again.'
    );
  }
  return secret;
};

/** Compares two secrets in constant time. */
export const isSameSecret = (a: string, b: string): boolean => {
  const digest = (value: string) => createHmac('sha256', 'event-streaming').update(value).digest();
  return timingSafeEqual(digest(a), digest(b));
};
