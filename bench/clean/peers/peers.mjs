/**
 * The peers that run on node, behind one pipe: a line {"id", "url", "html"} is answered by
 * {"id", "readability": {html, ms}, "defuddle": {html, ms}}. The times are the processor's and hold
 * the parsing, with the document each project's own documentation names for node.
 */
import { createInterface } from "node:readline";
import { Readability } from "@mozilla/readability";
import { DefuddleClass } from "defuddle/node";
import { JSDOM, VirtualConsole } from "jsdom";
import { parseHTML } from "linkedom";

const silent = new VirtualConsole();
for (const method of ["log", "warn", "error", "debug", "info"]) console[method] = () => {};

/** What `extract` gives, or nothing where it fails, and how long it took. */
function timed(extract) {
  const began = process.cpuUsage();
  let html = "";
  try {
    html = extract() ?? "";
  } catch {
    html = "";
  }
  const { user, system } = process.cpuUsage(began);
  return { html, ms: (user + system) / 1000 };
}

function readability({ html, url }) {
  const dom = new JSDOM(html, { url: url || undefined, virtualConsole: silent });
  const content = new Readability(dom.window.document).parse()?.content;
  dom.window.close();
  return content;
}

function defuddle({ html, url }) {
  const { document } = parseHTML(html);
  return new DefuddleClass(document, { url, useAsync: false }).parse().content;
}

for await (const line of createInterface({ input: process.stdin })) {
  const page = JSON.parse(line);
  const answer = {
    id: page.id,
    readability: timed(() => readability(page)),
    defuddle: timed(() => defuddle(page)),
  };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
