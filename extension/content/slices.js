/**
 * Work that is done in slices, between which the page gets its turn: a long page is read
 * without keeping it from a frame.
 */

var winnowSlices = (() => {
  /** Steps a slice: a step reads one node, some 10 to 50 µs. Chosen: well within a frame. */
  const STEPS = 200;
  /** The longest slice yet, and how many there were. */
  const done = { most: 0, slices: 0 };
  const channel = new MessageChannel();
  /** @type {(() => void)[]} */
  const waiting = [];
  channel.port1.onmessage = () => waiting.shift()?.();

  /** The next task: no timer, which browsers slow down. @returns {Promise<void>} */
  function turn() {
    return new Promise((resolve) => {
      waiting.push(resolve);
      channel.port2.postMessage(null);
    });
  }

  /**
   * Do work that yields after each part of it how many steps that was.
   * @template Made
   * @param {Generator<number, Made, void>} work
   * @returns {Promise<Made>}
   */
  async function run(work) {
    let steps = 0;
    for (;;) {
      const { done: isDone, value } = work.next();
      if (!isDone) steps += /** @type {number} */ (value);
      if (isDone || steps >= STEPS) {
        done.most = Math.max(done.most, steps);
        done.slices += 1;
        if (isDone) return /** @type {Made} */ (value);
        await turn();
        steps = 0;
      }
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
