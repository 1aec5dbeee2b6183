import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import type { Panel } from './panel';

export interface Steps {
  /** A test that goes on where the one before it has ended. */
  step(name: string, perform: () => Promise<void>): void;
  /** Panels whose screens are kept when a step fails, and in which nothing may go wrong. */
  watch(panel: Panel): Panel;
}

/**
 * Tests that build on each other, as the steps of a person do. After a failed one the others are
 * not tried: they could only time out, one by one.
 */
export const createSteps = (): Steps => {
  const panels: Panel[] = [];
  let failed: string | null = null;

  const keepScreens = async (): Promise<string> => {
    const directory = await mkdtemp(path.join(os.tmpdir(), 'es-browser-'));
    const screens = panels.filter(({ page }) => !page.isClosed());
    await Promise.all(
      screens.map(({ page, name }) =>
        page.screenshot({ path: path.join(directory, `${name}.png`) })
      )
    );
    return directory;
  };

  return {
    watch(panel) {
      panels.push(panel);
      return panel;
    },
    step(name, perform) {
      it(name, async () => {
        if (failed) throw new Error(`Not tried, because of: ${failed}`);
        try {
          await perform();
          expect(panels.flatMap((panel) => panel.takeProblems())).toEqual([]);
        } catch (error) {
          failed = name;
          const directory = await keepScreens();
          throw new Error(`${name}: see the screens in ${directory}`, { cause: error });
        }
      });
    },
  };
};
