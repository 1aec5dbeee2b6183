import { factories } from '@strapi/strapi';

export default factories.createCoreController('api::erpnext-lead.erpnext-lead');
