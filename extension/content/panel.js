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
  /** Of its border, on both sides. */
  const BORDERS = 2;
  /** No inline style of ours may be overruled, so every one is important. */
  const HOST = {
    all: 'initial',
    display: 'block',
    'box-sizing': 'border-box',
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
   * @typedef {StatedMark & {placement: import('../lib/messages.js').Placement | null}} ToldMark
   *   null until the page has been looked through
   * @typedef {object} Shown
   * @property {string | null} words the selected words, none without a selection
   * @property {readonly ToldMark[]} marks of this page
   * @property {Kind | null} kind asked for already, by the menu
   * @property {string} language of the page
   *
   * @typedef {{speaker: string, note: string, tags: string[], colour: string}} Filled
   *
   * @typedef {object} Handlers what the panel's wishes lead to
   * @property {() => Shown} shown
   * @property {(wish: Filled & {kind: Kind}) => Promise<Outcome>} mark
   * @property {(id: string, change: Filled) => Promise<Outcome>} change
   * @property {(id: string) => Promise<Outcome>} remove
   * @property {(id: string) => Promise<Outcome>} restore
   * @property {() => void} closed
   */

  const { runtime } = globalThis.browser ?? globalThis.chrome;

  /** @type {HTMLElement | null} */
  let host = null;
  /** @type {HTMLIFrameElement | null} */
  let frame = null;
  /** @type {Handlers | null} */
  let handlers = null;
  /** @type {Element | null} what had the focus before */
  let before = null;
  /** @type {MessagePort | null} to our own frame, and to no copy of the panel in another */
  let port = null;

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
      frame?.focus();
      return;
    }
    before = document.activeElement;
    host = document.createElement('div');
    style(host, HOST);
    host.popover = 'manual';
    frame = document.createElement('iframe');
    frame.src = runtime.getURL('extension/panel/panel.html');
    frame.addEventListener('load', connect, { once: true });
    frame.title = (globalThis.browser ?? globalThis.chrome).i18n.getMessage('panel_frame');
    style(frame, FRAME);
    host.attachShadow({ mode: 'closed' }).append(frame);
    document.documentElement.append(host);
    host.showPopover();
    frame.focus();
  }

  /** Hand the frame one end of a channel; whoever else is in the page hears nothing of it. */
  function connect() {
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = async ({ data }) => {
      const answer = await hear(data);
      port?.postMessage({ id: data.id, answer });
    };
    frame?.contentWindow?.postMessage({ shown: handlers?.shown() }, '*', [channel.port2]);
  }

  function close() {
    port?.close();
    port = null;
    host?.remove();
    host = null;
    frame = null;
    handlers?.closed();
    handlers = null;
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  }

  /** Tell the panel what to show now. */
  function show() {
    if (handlers) port?.postMessage({ shown: handlers.shown() });
  }

  /** @param {number} height that the panel needs, in CSS pixels */
  function fit(height) {
    if (host && Number.isFinite(height)) style(host, { height: `${height + BORDERS}px` });
  }

  /**
   * What the person wants of the page.
   * @param {any} wish
   * @returns {Promise<Outcome | null>}
   */
  async function hear(wish) {
    if (!handlers) return null;
    switch (wish.type) {
      case 'mark':
        return handlers.mark(wish);
      case 'change':
        return handlers.change(wish.mark, wish.change);
      case 'delete':
        return handlers.remove(wish.mark);
      case 'restore':
        return handlers.restore(wish.mark);
      case 'height':
        fit(wish.height);
        return null;
      default:
        close();
        return null;
    }
  }

  return { open, close, show, isOpen: () => host !== null };
})();

globalThis.winnowPanel = winnowPanel;
