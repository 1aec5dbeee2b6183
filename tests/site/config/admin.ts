import type { Core } from '@strapi/strapi';

// The defaults are for tests and demonstrations on one's own machine: they are public.
const config = ({ env }: Core.Config.Shared.ConfigParams): Core.Config.Admin => ({
  auth: {
    secret: env('ADMIN_JWT_SECRET', 'test-admin-jwt-secret'),
    sessions: {
      accessTokenLifespan: 12 * 60 * 60,
      maxRefreshTokenLifespan: 30 * 24 * 60 * 60,
      maxSessionLifespan: 30 * 24 * 60 * 60,
    },
  },
  apiToken: {
    salt: env('API_TOKEN_SALT', 'test-api-token-salt'),
  },
  transfer: {
    token: {
      salt: env('TRANSFER_TOKEN_SALT', 'test-transfer-token-salt'),
    },
  },
  secrets: {
    // Set ENCRYPTION_KEY to nothing to have a site without one.
    encryptionKey: env('ENCRYPTION_KEY', 'test-encryption-key'),
  },
  // Test suites log in more often than people do.
  rateLimit: {
    enabled: false,
  },
  autoOpen: false,
  flags: {
    nps: false,
    promoteEE: false,
  },
});

export default config;
