/**
 * Errors that say nothing of what was asked for: the machine has run out of something, or a service
 * behind it does not answer. The same again may succeed once that is over.
 */

/** Space, file handles, memory, a disk that does not take anything now. */
const SHORTAGES = ['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'ENOMEM', 'EROFS', 'EIO', 'ESTALE'];

const NETWORK = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ECONNCLOSED',
  'ENOTCONN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENETRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ETIME',
  'ESOCKETTIMEDOUT',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_NETWORK',
];
/** Of undici, which is behind `fetch`. */
const NETWORK_PREFIX = /^UND_ERR_/;

/** As software development kits of storage services call what passes; some answer 400 with it. */
const OUTAGE_NAME =
  /^(TimeoutError|RequestTimeout|RequestTimeoutException|NetworkingError|SlowDown|ServiceUnavailable|InternalError|Throttling(Exception)?|TooManyRequests(Exception)?)$/;

/** Where libraries put the status of an answer. */
const STATUS_NAMES = ['status', 'statusCode', 'httpStatusCode', 'http_code', 'code'] as const;
const PASSING_STATUSES = [408, 425, 429];

/** An error may wrap others, or many of them. Deeper than this is a circle. */
const MAX_DEPTH = 5;

type Facts = Record<string, unknown>;

/** The error, and what it was made of. */
const errorsWithin = (error: unknown, depth = 0): Facts[] => {
  if (typeof error !== 'object' || error === null || depth === MAX_DEPTH) {
    return [];
  }
  const facts = error as Facts;
  const parts = Array.isArray(facts.errors) ? (facts.errors as unknown[]) : [];
  const within = [facts.cause, facts.originalError, ...parts];
  return [facts, ...within.flatMap((one) => errorsWithin(one, depth + 1))];
};

/** A library that puts an error into words of its own keeps its code there, as a rule. */
const hasCode = ({ code, errno, message }: Facts, codes: readonly string[]): boolean =>
  [code, errno].some((one) => typeof one === 'string' && codes.includes(one)) ||
  (typeof message === 'string' && codes.some((one) => new RegExp(`\\b${one}\\b`).test(message)));

/** As image libraries say it, which have no codes. */
const SHORTAGE_MESSAGE = /No space left on device|Too many open files|Disk quota exceeded/i;

/** This machine has run out of something, whoever found out. */
export const isShortage = (error: unknown): boolean =>
  errorsWithin(error).some(
    (facts) =>
      hasCode(facts, SHORTAGES) ||
      (typeof facts.message === 'string' && SHORTAGE_MESSAGE.test(facts.message))
  );

const isPassingStatus = (facts: Facts): boolean =>
  STATUS_NAMES.map((name) => facts[name]).some(
    (status) =>
      typeof status === 'number' &&
      ((status >= 500 && status < 600) || PASSING_STATUSES.includes(status))
  );

const isOutageItself = (facts: Facts): boolean =>
  hasCode(facts, NETWORK) ||
  (typeof facts.code === 'string' && NETWORK_PREFIX.test(facts.code)) ||
  [facts.name, facts.code, facts.Code].some(
    (name) => typeof name === 'string' && OUTAGE_NAME.test(name)
  ) ||
  isPassingStatus(facts) ||
  [facts.$metadata, facts.response].some(
    (answer) => typeof answer === 'object' && answer !== null && isPassingStatus(answer as Facts)
  );

/**
 * A service that was called for this could not be reached, or has a failure of its own. Only where
 * it is known that a service was called: elsewhere a status or a name may mean something else.
 */
export const isOutage = (error: unknown): boolean => errorsWithin(error).some(isOutageItself);
