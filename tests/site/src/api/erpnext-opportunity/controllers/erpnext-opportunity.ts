import { factories } from '@strapi/strapi';

export default factories.createCoreController('api::erpnext-opportunity.erpnext-opportunity');
