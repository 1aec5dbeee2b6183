import { factories } from '@strapi/strapi';

export default factories.createCoreService('api::erpnext-lead.erpnext-lead');
