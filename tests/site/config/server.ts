import type { Core } from '@strapi/strapi';

const config = ({ env }: Core.Config.Shared.ConfigParams): Core.Config.Server => ({
  host: env('HOST', '127.0.0.1'),
  port: env.int('PORT', 1337),
  url: env('SITE_URL', ''),
  app: {
    keys: env.array('APP_KEYS', ['test-app-key-1', 'test-app-key-2']),
  },
  dirs: {
    public: env('PUBLIC_DIR', './public'),
  },
  logger: {
    updates: { enabled: false },
    startup: { enabled: false },
    config: { level: env('LOG_LEVEL', 'info') },
  },
});

export default config;
