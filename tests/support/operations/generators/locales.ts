import type { Context, Generator } from '../context';

const REMOVABLE = 'de';

/** Deletes a locale with everything in it, and adds it again for the operations that follow. */
const recreate = ({ models }: Context) => ({
  action: { via: 'locale' as const, code: REMOVABLE },
  touches: models.filter(({ localized }) => localized).map(({ uid }) => uid),
});

export const localeGenerators: Generator[] = [{ kind: 'locales', weight: 0.1, make: recreate }];
