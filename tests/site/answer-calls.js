/**
 * Lets the process that forked this one call what no HTTP API offers: the document service and
 * `strapi.db.query`, as the code of a site does. A site that was started otherwise has no channel.
 */
const ROLLED_BACK = new Error('Rolled back, as the call wanted.');

const inTransaction = async (strapi, { calls, rollBack }) => {
  try {
    await strapi.db.transaction(async () => {
      for (const each of calls) await call(strapi, each);
      if (rollBack) throw ROLLED_BACK;
    });
  } catch (error) {
    if (error !== ROLLED_BACK) throw error;
  }
};

const call = (strapi, { kind, uid, method, params }) => {
  switch (kind) {
    case 'documents':
      return strapi.documents(uid)[method](params);
    case 'query':
      return strapi.db.query(uid)[method](params);
    case 'transaction':
      return inTransaction(strapi, params);
    default:
      throw new Error(`There is no kind of call "${kind}".`);
  }
};

const describe = (error) => `${error.name}: ${error.message}`;

module.exports = (strapi) => {
  if (!process.send) return;

  process.on('message', async ({ id, ...request }) => {
    try {
      process.send({ id, result: (await call(strapi, request)) ?? null });
    } catch (error) {
      process.send({ id, error: describe(error) });
    }
  });
};
