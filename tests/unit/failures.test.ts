import { errors } from '@strapi/utils';

import { isTransientDatabaseError } from '../../server/src/platform';
import { ApplyError, classifyFailure } from '../../server/src/sync/failures';

const withCode = (code: string, message = 'no', rest = {}) =>
  Object.assign(new Error(message), { code, ...rest });

describe('why an event failed', () => {
  it.each(['SQLITE_BUSY', '40001', '40P01', '55P03', '53300', '57P01', 'ER_LOCK_DEADLOCK'])(
    '%s of the database passes by itself',
    (code) => {
      expect(classifyFailure(withCode(code)).cause).toBe('transient');
    }
  );

  it.each(['ECONNREFUSED', 'ETIMEDOUT', '409', '401', '404', '23505', '22P02'])(
    '%s, of a lifecycle that calls another server for instance, costs its document',
    (code) => {
      expect(isTransientDatabaseError(withCode(code))).toBe(false);
      expect(classifyFailure(withCode(code)).cause).toBe('validation');
    }
  );

  it('what a database refuses is told without the statement and its values', () => {
    const said = [
      withCode('23514', 'insert into "notes" ("title") values (\'TOP-SECRET\') - house rule'),
      withCode(
        'SQLITE_CONSTRAINT_TRIGGER',
        "insert into `notes` values ('TOP-SECRET') - house rule"
      ),
      withCode('ER_SIGNAL_EXCEPTION', "insert … values ('TOP-SECRET') - house rule", {
        sqlMessage: 'house rule',
      }),
    ].map((error) => classifyFailure(error).message);

    expect(said).toEqual(Array(3).fill('This site refused the document: house rule'));
  });

  it('each problem of a validation is named with its field', () => {
    const error = new errors.ValidationError('2 errors occurred', {
      errors: [
        { path: ['code'], message: 'must be unique' },
        { path: ['lines', 0, 'item'], message: 'must be defined' },
      ],
    });

    expect(classifyFailure(error).message).toContain(
      'code: must be unique; lines.0.item: must be defined'
    );
  });

  it('a message is always fit to be stored', () => {
    const { message } = classifyFailure(new ApplyError('schema', `a\u0000${'b'.repeat(9000)}`));

    expect(message).not.toContain('\u0000');
    expect(message.length).toBeLessThanOrEqual(2000);
  });
});
