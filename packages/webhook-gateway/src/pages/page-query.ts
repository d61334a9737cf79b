import { type Html, html } from './html.ts';

/** What an address asks for: a name that is given once and not empty counts, another is as if it were not there. */
export type Wanted = Readonly<Record<string, string | undefined>>;

export function wantedOf(query: unknown, names: readonly string[]): Wanted {
  const given = (query ?? {}) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = given[name];
      return typeof value === 'string' && value !== '' ? [[name, value]] : [];
    }),
  );
}

/** A number of a row, as an address has it. */
export const placeIn = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

/** The same list with other wishes; one that is undefined is left out. */
export function address(path: string, wanted: Wanted): string {
  const given = Object.entries(wanted).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as [string, string]]));
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

/** The same wishes in a form, for the way back to the list. */
export const hidden = (wanted: Wanted): Html =>
  html`${Object.entries(wanted).flatMap(([name, value]) => (value === undefined ? [] : [html`<input type="hidden" name="${name}" value="${value}">`]))}`;

/** The way to the older rows of a list, and back to its newest. */
export function pager(
  what: string,
  { older, newest }: { readonly older: string | undefined; readonly newest: string | undefined },
): Html | undefined {
  if (older === undefined && newest === undefined) return undefined;
  return html`<nav aria-label="${`Pages of: ${what}`}"><p class="row">${newest === undefined ? undefined : html`<a href="${newest}">Newest<span class="skip"> of: ${what}</span></a>`} ${older === undefined ? undefined : html`<a href="${older}">Older ones<span class="skip"> of: ${what}</span></a>`}</p></nav>`;
}

/** A list to choose from, with what is chosen in it even where it is not known any more. */
export function choice(id: string, label: string, known: readonly string[], chosen: string | undefined): Html {
  const all = chosen === undefined || known.includes(chosen) ? known : [...known, chosen];
  const options = all.map((one) => (one === chosen ? html`<option selected>${one}</option>` : html`<option>${one}</option>`));
  return html`<div><label for="${id}">${label}</label> <select id="${id}" name="${id}"><option value="">all</option>${options}</select></div>`;
}
