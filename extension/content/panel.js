/**
 * The frame in the page that holds the marking panel.
 *
 * The panel is a page of the extension (extension/panel/) in a frame in a closed shadow root,
 * in the top layer: the page can neither style it, nor read it, nor hear what is typed in it,
 * and nothing of the page can lie over it. Its host stands in the page only while it is open.
 */

/**
 * @typedef {object} Panel
 * @property {(handlers: any) => void} open
 * @property {() => void} close
 * @property {() => void} show tells the panel what to show now
 * @property {() => boolean} isOpen
 */

/** @type {Panel} */
var winnowPanel = globalThis.winnowPanel ?? (() => {
  /** Width of the panel in CSS pixels; a narrow window makes it narrower. */
  const WIDTH = 360;
  /** No inline style of ours may be overruled, so every one is important. */
  const HOST = {
    all: 'initial',
    display: 'block',
    position: 'fixed',
    inset: 'auto 16px 16px auto',
    width: `min(${WIDTH}px, calc(100vw - 32px))`,
    height: '160px',
    'max-height': 'calc(100vh - 32px)',
    margin: '0',
    padding: '0',
    border: '1px solid #8a8275',
    'border-radius': '12px',
    overflow: 'hidden',
    'box-shadow': '0 8px 28px #0006',
    'color-scheme': 'light dark',
    'z-index': '2147483647',
    transition: 'none',
    animation: 'none',
  };
  const FRAME = { display: 'block', width: '100%', height: '100%', border: '0' };

  /**
   * @typedef {import('../lib/messages.js').Kind} Kind
   * @typedef {import('../lib/messages.js').StatedMark} StatedMark
   * @typedef {{value: StatedMark} | {problem: import('../lib/messages.js').ProblemShape}} Outcome
   * @typedef {object} Shown
   * @property {string | null} words the selected words, none without a selection
   * @property {readonly StatedMark[]} marks of this page
   * @property {Kind | null} kind asked for already, by the menu
   * @property {string} language of the page
   *
   * @typedef {object} Handlers what the panel's wishes lead to
   * @property {() => Shown} shown
   * @property {(wish: {kind: Kind, speaker: string, note: string}) => Promise<Outcome>} mark
   * @property {(id: string) => Promise<Outcome>} remove
   * @property {(id: string) => Promise<Outcome>} restore
   * @property {() => void} closed
   */

  const { runtime } = globalThis.browser ?? globalThis.chrome;

  /** @type {HTMLElement | null} */
  let host = null;
  /** @type {Handlers | null} */
  let handlers = null;
  /** @type {Element | null} what had the focus before */
  let before = null;

  /** @param {HTMLElement} element @param {Record<string, string>} styles */
  function style(element, styles) {
    for (const [name, value] of Object.entries(styles)) {
      element.style.setProperty(name, value, 'important');
    }
  }

  /** @param {Handlers} given */
  function open(given) {
    handlers = given;
    if (host?.isConnected) {
      show();
      return;
    }
    before = document.activeElement;
    host = document.createElement('div');
    style(host, HOST);
    host.popover = 'manual';
    const frame = document.createElement('iframe');
    frame.src = runtime.getURL('extension/panel/panel.html');
    frame.title = (globalThis.browser ?? globalThis.chrome).i18n.getMessage('panel_frame');
    style(frame, FRAME);
    host.attachShadow({ mode: 'closed' }).append(frame);
    document.documentElement.append(host);
    host.showPopover();
    frame.focus();
  }

  function close() {
    host?.remove();
    host = null;
    handlers?.closed();
    handlers = null;
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  }

  /** Tell the panel what to show now. */
  function show() {
    if (handlers && host) {
      runtime.sendMessage({ type: 'panel.show', shown: handlers.shown() }).catch(() => undefined);
    }
  }

  /** @param {number} height that the panel needs, in CSS pixels */
  function fit(height) {
    if (host && Number.isFinite(height)) style(host, { height: `${height + 2}px` });
  }

  /**
   * @param {any} message
   * @param {any} _sender
   * @param {(answer: unknown) => void} answer
   * @returns {boolean} whether an answer will come
   */
  function hear(message, _sender, answer) {
    if (!handlers || typeof message?.type !== 'string') return false;
    switch (message.type) {
      case 'panel.ready':
        answer(handlers.shown());
        return false;
      case 'panel.height':
        fit(message.height);
        return false;
      case 'panel.close':
        close();
        return false;
      case 'panel.mark':
        handlers.mark(message).then(answer);
        return true;
      case 'panel.delete':
        handlers.remove(message.id).then(answer);
        return true;
      case 'panel.restore':
        handlers.restore(message.id).then(answer);
        return true;
      default:
        return false;
    }
  }

  runtime.onMessage.addListener(/** @type {any} */ (hear));
  return { open, close, show, isOpen: () => host !== null };
})();

globalThis.winnowPanel = winnowPanel;
