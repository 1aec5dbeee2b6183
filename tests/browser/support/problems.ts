import type { BrowserContext, ConsoleMessage, Page, Request, Response } from 'playwright-core';

/** The only host that the panel may talk to here. */
const isHere = (url: string): boolean => {
  const { protocol, hostname } = new URL(url);
  return protocol === 'data:' || protocol === 'blob:' || hostname === '127.0.0.1';
};

/** Answers that belong to how Strapi's own panel works. */
const EXPECTED = [
  // A browser that has not signed in yet asks whether it still has a session.
  /^401 \/admin\/access-token$/,
  // The Content Manager asks for what only the paid editions have.
  /^404 \/admin\/ai-feature-config$/,
  /^404 \/i18n\/ai-localization-jobs\//,
  // The site has no preview.
  /^404 \/content-manager\/preview\/url\//,
];

const nameOf = (response: Response) => `${response.status()} ${new URL(response.url()).pathname}`;

/** What went wrong in a browser: nothing of it may happen while a person works with the panel. */
export interface Problems {
  /** Those since it was last asked. */
  take(): string[];
  follow(page: Page): void;
}

const ofConsole = (message: ConsoleMessage): string | null => {
  const { url } = message.location();
  const isRequest = message.text().startsWith('Failed to load resource');
  // Requests are judged by their answers; Chromium repeats each that failed in the console.
  return message.type() === 'error' && !isRequest ? `console: ${message.text()} (${url})` : null;
};

const ofResponse = (response: Response): string | null =>
  response.status() >= 400 && !EXPECTED.some((expected) => expected.test(nameOf(response)))
    ? `${response.request().method()} ${nameOf(response)}`
    : null;

const ofFailedRequest = (request: Request): string | null => {
  const reason = request.failure()?.errorText ?? '';
  // Whoever leaves a page gives up what it was still loading.
  return isHere(request.url()) && reason !== 'net::ERR_ABORTED'
    ? `${request.method()} ${request.url()} failed: ${reason}`
    : null;
};

/** Keeps the browser on this machine and notes what goes wrong in its pages. */
export const watchProblems = async (context: BrowserContext): Promise<Problems> => {
  const problems: string[] = [];
  const note = (problem: string | null) => {
    if (problem) problems.push(problem);
  };
  await context.route(
    (url) => !isHere(url.href),
    (route) => route.abort()
  );
  return {
    take: () => problems.splice(0),
    follow(page) {
      page.on('console', (message) => note(ofConsole(message)));
      page.on('pageerror', (error) => note(`uncaught: ${error.message}`));
      page.on('response', (response) => note(ofResponse(response)));
      page.on('requestfailed', (request) => note(ofFailedRequest(request)));
    },
  };
};
