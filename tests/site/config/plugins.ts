import type { Core } from '@strapi/strapi';

const config = ({ env }: Core.Config.Shared.ConfigParams): Core.Config.Plugin => ({
  'event-streaming': {
    enabled: true,
    config: {
      siteUrl: env('SITE_URL', `http://127.0.0.1:${env.int('PORT', 1337)}`),
      pull: {
        intervalSeconds: env.int('PULL_INTERVAL_SECONDS', 30),
      },
    },
  },
  upload: {
    config: {
      security: {
        // Strapi warns with every upload of a site that says nothing.
        deniedTypes: ['text/html', 'application/x-msdownload'],
      },
    },
  },
  'users-permissions': {
    config: {
      jwtManagement: 'refresh',
      jwtSecret: env('JWT_SECRET', 'test-jwt-secret'),
      sessions: {
        httpOnly: true,
      },
    },
  },
});

export default config;
