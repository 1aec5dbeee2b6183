import path from 'node:path';

/** The plugin's own folder: what a user installs from npm. */
export const PLUGIN_DIR = path.resolve(__dirname, '..', '..');

/** The Strapi app that tests and the demo boot. */
export const SITE_DIR = path.join(PLUGIN_DIR, 'tests', 'site');

export const SITE_DIST_DIR = path.join(SITE_DIR, 'dist');
