import { readTarget } from "../../../lib/selection/rows";
import { fieldByName } from "../../../lib/telegram/catalogue/catalogue";
import { isEnvironmentVariable } from "../../shared/options";
import type { Offer } from "./offers";

/** The words about an offer in the user's language: its description, and other words that people search for. */
export type Words = (offer: Offer) => { description: string; keywords?: string };

/** The distance of an offer that a word is not found in. */
const NOT_FOUND = Infinity;

/**
 * The offers that have every word of a search in their name, code, description or keywords, in any letter case. Offers
 * of one kind stay together, the best match first. A code, wildcard or name that is not among them comes last, as typed.
 */
export function searchOffers(offers: readonly Offer[], query: string, words: Words): Offer[] {
  const asked = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (asked.length === 0) return [...offers];
  const found = offers
    .map((offer) => ({ offer, distance: distanceOf(asked, offer, words(offer)) }))
    .filter(({ distance }) => distance !== NOT_FOUND);
  const kinds = [...new Set(offers.map(({ kind }) => kind))];
  found.sort(
    (one, other) => kinds.indexOf(one.offer.kind) - kinds.indexOf(other.offer.kind) || one.distance - other.distance,
  );
  const best = found.map(({ offer }) => offer);
  const free = freeOffer(offers, query.trim(), best.length > 0);
  return free ? [...best, free] : best;
}

/** How far an offer is from the words asked for: 0 is the same name. */
function distanceOf(asked: readonly string[], offer: Offer, words: ReturnType<Words>): number {
  const description = words.description.toLowerCase();
  const keywords = (words.keywords ?? "").toLowerCase();
  return asked.reduce((sum, word) => sum + distanceOfWord(word, offer, description, keywords), 0);
}

function distanceOfWord(word: string, { field, code }: Offer, description: string, keywords: string): number {
  if (field === word) return 0;
  // People write "1.7.0" for 1-0:1.7.0.
  if (code === word || code.endsWith(`:${word}`)) return 1;
  if (field.startsWith(word)) return 2;
  if (hasWordWith(field, word)) return 3;
  if (hasWordWith(keywords, word)) return 4;
  if (field.includes(word)) return 5;
  if (code.includes(word)) return 6;
  if (hasWordWith(description, word)) return 7;
  return description.includes(word) ? 8 : NOT_FOUND;
}

/** Whether a word of the text starts with this. */
function hasWordWith(text: string, start: string): boolean {
  return text.split(/[^\p{L}\p{N}.:*-]+/u).some((word) => word.startsWith(start));
}

/** An offer for the text as typed, if a row can ask for it and no offer is the same; a plain word only if nothing was found. */
function freeOffer(offers: readonly Offer[], typed: string, found: boolean): Offer | undefined {
  if (offers.some(({ field }) => field === typed)) return undefined;
  const free: Offer = { field: typed, kind: "free", code: "", unit: fieldByName(typed)?.unit ?? "" };
  if (isEnvironmentVariable(typed) || fieldByName(typed)) return free;
  if (!readTarget(typed)) return undefined;
  return /[:.*]/.test(typed) || !found ? free : undefined;
}
