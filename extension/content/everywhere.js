/**
 * Asks for the marks of a page when it is opened, and again when it shows another address.
 *
 * In every page while "show my marks on every page" is on. It changes nothing and keeps
 * nothing; if there are marks, the background adds the scripts that paint them.
 */

/** @type {true} */
var winnowEverywhere = globalThis.winnowEverywhere ?? (() => {
  const { runtime } = globalThis.browser ?? globalThis.chrome;
  /** What was asked for last. */
  let asked = '';

  /** An address without the place in its page. @param {string} url @returns {string} */
  const documentAt = (url) => url.replace(/#(?![!/]).*$/su, '');

  async function ask() {
    const url = location.href;
    if (documentAt(url) === asked) return;
    asked = documentAt(url);
    const link = document.querySelector('link[rel~="canonical"][href]');
    const canonical = link instanceof HTMLLinkElement ? link.href : null;
    const visit = { type: 'page.visited', url, canonical, title: document.title };
    const answer = /** @type {any} */ (await runtime.sendMessage(visit));
    if (answer?.value === false && asked === documentAt(location.href)) globalThis.winnowLive?.leave();
  }

  const asking = () => ask().catch(() => undefined); // the extension was reloaded
  // A page that changes its address itself tells of it in one of these ways.
  /** @type {any} */ (globalThis).navigation?.addEventListener('currententrychange', asking);
  addEventListener('popstate', asking);
  addEventListener('hashchange', asking);
  asking();
  return true;
})();

globalThis.winnowEverywhere = winnowEverywhere;
