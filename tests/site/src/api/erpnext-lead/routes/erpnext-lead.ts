import { factories } from '@strapi/strapi';

export default factories.createCoreRouter('api::erpnext-lead.erpnext-lead');
