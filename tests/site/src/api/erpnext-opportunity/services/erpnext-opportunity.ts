import { factories } from '@strapi/strapi';

export default factories.createCoreService('api::erpnext-opportunity.erpnext-opportunity');
