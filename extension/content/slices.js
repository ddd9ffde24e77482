/**
 * Work that is done in slices, one between two frames of the page: a long page is read without
 * keeping it from one. To let other tasks in is not enough: Firefox lets dozens go before a frame.
 */

var winnowSlices = (() => {
  /** Milliseconds a slice, chosen: with what the page itself does within a frame or two. */
  const LONGEST = 8;
  /** Steps a slice, where the clock is coarse: a step reads one node, some 5 to 50 µs. */
  const STEPS = 2_000;
  /** Milliseconds to wait for a frame: a browser may give none to a page that nobody sees. */
  const PATIENCE = 1_000;
  /** What was done yet: slices, their steps, the most in one, and frames between them. */
  const done = { works: 0, slices: 0, all: 0, most: 0, frames: 0 };
  const channel = new MessageChannel();
  /** @type {(() => void)[]} */
  const waiting = [];
  channel.port1.onmessage = () => waiting.shift()?.();

  /** Go on in a task of its own: by no timer, which browsers slow down. @param {() => void} go */
  function soon(go) {
    waiting.push(go);
    channel.port2.postMessage(null);
  }

  /** The time behind the page's next frame; of a page that is not shown, any. @returns {Promise<void>} */
  function turn() {
    return new Promise((resolve) => {
      if (document.hidden) return soon(resolve);
      const unseen = setTimeout(resolve, PATIENCE);
      requestAnimationFrame(() => {
        done.frames += 1;
        clearTimeout(unseen);
        soon(resolve);
      });
    });
  }

  /**
   * Do work that yields after each part of it how many steps that was.
   * @template Made
   * @param {Generator<number, Made, void>} work
   * @returns {Promise<Made>}
   */
  async function run(work) {
    done.works += 1;
    for (;;) {
      const { isDone, value } = slice(work);
      if (isDone) return /** @type {Made} */ (value);
      await turn();
    }
  }

  /** @param {Generator<number, unknown, void>} work @returns {{isDone: boolean, value: unknown}} */
  function slice(work) {
    const end = performance.now() + LONGEST;
    let steps = 0;
    for (;;) {
      const { done: isDone = false, value } = work.next();
      if (!isDone) steps += Number(value);
      if (!isDone && steps < STEPS && performance.now() < end) continue;
      done.slices += 1;
      done.all += steps;
      done.most = Math.max(done.most, steps);
      return { isDone, value };
    }
  }

  /**
   * Do such work at once.
   * @template Made
   * @param {Generator<number, Made, void>} work
   * @returns {Made}
   */
  function whole(work) {
    for (;;) {
      const { done: isDone, value } = work.next();
      if (isDone) return /** @type {Made} */ (value);
    }
  }

  return { STEPS, done, run, whole };
})();

globalThis.winnowSlices = winnowSlices;
