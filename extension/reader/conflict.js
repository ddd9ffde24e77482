/**
 * A mark that was changed here and elsewhere: what it is there, beside what it is here, so
 * that the person sees both and picks one.
 */

import { colourWords } from '../faces/tags-and-colour.js';
import { words } from '../faces/words.js';
import { kindWords } from './marks-list.js';

/**
 * @typedef {import('../lib/messages.js').Annotation} Annotation
 * @typedef {import('../lib/messages.js').ProblemShape} ProblemShape
 */

/**
 * @param {ProblemShape | null} problem why a change was refused
 * @returns {Annotation | null} what the mark is elsewhere, if that is why
 */
export function elsewhere(problem) {
  if (problem?.name !== 'conflict') return null;
  return /** @type {Annotation | undefined} */ (problem.more?.current) ?? null;
}

/**
 * What a mark is elsewhere where it differs, in words.
 * @param {Annotation} here
 * @param {Annotation} there
 * @returns {string}
 */
export function versionThere(here, there) {
  if (there.deleted) return words('conflict_deleted');
  const { kind, speaker, note, tags, colour } = there;
  const none = words('conflict_none');
  const what = [
    kind === here.kind ? '' : kindWords(kind),
    speaker === here.speaker ? '' : words('mark_spoken_by', speaker || none),
    note === here.note ? '' : words('conflict_note', note || none),
    String(tags) === String(here.tags) ? '' : words('mark_tagged', tags.join(', ') || none),
    colour === here.colour ? '' : words('conflict_colour', colourWords(colour)),
  ];
  return words('conflict_there', what.filter(Boolean).join(' · '));
}
