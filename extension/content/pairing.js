/**
 * Sees the code that Winnow's own pairing page shows, so that nobody need type it.
 *
 * Runs on `/pair` of this machine alone. The background asks the person before it uses a code.
 */

(() => {
  const { runtime } = globalThis.browser ?? globalThis.chrome;
  /** @type {string | null} */
  let told = null;

  function tell() {
    const code = document.getElementById('winnow-pair-code')?.textContent?.trim() ?? '';
    const seen = /^\d{6}$/u.test(code) ? code : null;
    if (seen === told) return;
    told = seen;
    runtime
      .sendMessage({ type: 'pairing.seen', code: seen, address: location.origin })
      .catch(() => undefined); // the extension was reloaded: the next page load tells again
  }

  new MutationObserver(tell).observe(document.documentElement, {
    subtree: true,
    childList: true,
    characterData: true,
  });
  addEventListener('pagehide', () => {
    if (told) runtime.sendMessage({ type: 'pairing.seen', code: null, address: location.origin });
  });
  tell();
})();
