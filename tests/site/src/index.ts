/** Nothing of its own: the site shows what the plugin does in an ordinary Strapi app. */
export default {
  register() {},
  bootstrap() {},
};
