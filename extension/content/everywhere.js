/**
 * Asks for the marks of a page when it is opened, and again when it shows another document.
 *
 * In every page while "show my marks on every page" is on. It changes nothing and keeps
 * nothing; if there are marks, the background adds the scripts that paint them. A page can
 * write its own address as often as it likes: one document is asked for once, of a burst the
 * last, and the more a page asks for the longer each waits.
 */

/** @type {true} */
var winnowEverywhere = globalThis.winnowEverywhere ?? (() => {
  const { runtime } = globalThis.browser ?? globalThis.chrome;
  /** Milliseconds without a new address before one is asked for: of what a person goes to, and
   * at most. Chosen: an application takes about as long to put another article in place. */
  const [FIRST_PAUSE, LONGEST_PAUSE] = [250, 60_000];
  /** Pauses from the first new address to asking, of a page that never rests. */
  const LATEST = 8;
  /** The pause is doubled by each look-up, and halved by so many milliseconds: whoever reads on
   * does not wait, and in the long run a page asks six times a minute. */
  const HALVED = 10_000;

  /** What was asked for last. */
  let asked = '';
  let pause = FIRST_PAUSE;
  /** When that was, and when the page began to change its address, by `performance.now()`. */
  let [last, changing] = [0, 0];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let settling;
  let isAsking = false;

  const shown = () => winnowAddress.documentOf(location.href);

  async function ask() {
    asked = shown();
    const link = document.querySelector('link[rel~="canonical"][href]');
    const canonical = link instanceof HTMLLinkElement ? link.href : null;
    const visit = { type: 'page.visited', url: location.href, canonical, title: document.title };
    const answer = /** @type {any} */ (await runtime.sendMessage(visit));
    if (answer?.value === false && asked === shown()) globalThis.winnowLive?.leave();
  }

  /** The address may be another: ask for it once it stays. */
  function follow() {
    const now = performance.now();
    if (settling === undefined) {
      if (isAsking || shown() === asked) return;
      changing = now;
      pause = Math.max(FIRST_PAUSE, pause / 2 ** ((now - last) / HALVED));
    }
    clearTimeout(settling);
    settling = setTimeout(settle, Math.max(0, Math.min(pause, changing + LATEST * pause - now)));
  }

  async function settle() {
    settling = undefined;
    if (shown() === asked) return;
    pause = Math.min(2 * pause, LONGEST_PAUSE);
    last = performance.now();
    isAsking = true;
    await ask().catch(() => undefined); // the extension was reloaded
    isAsking = false;
    follow(); // where it went meanwhile
  }

  // A page that changes its address itself tells of it in one of these ways.
  /** @type {any} */ (globalThis).navigation?.addEventListener('currententrychange', follow);
  addEventListener('popstate', follow);
  addEventListener('hashchange', follow);
  settle();
  return true;
})();

globalThis.winnowEverywhere = winnowEverywhere;
