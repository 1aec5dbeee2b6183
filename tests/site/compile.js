/** Compiles the site's TypeScript to dist, as `strapi build` does, without the admin panel. */
const { compileStrapi } = require('@strapi/strapi');

compileStrapi({ appDir: __dirname });
