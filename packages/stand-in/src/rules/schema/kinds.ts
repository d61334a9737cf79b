import type { FieldError } from '../../http/problem.ts';
import { type Doc, isDoc, type Json } from '../../json.ts';

/** What became of a value: the part of it that is valid, and what is wrong with the rest. Fields of errors are relative; '' is the value itself. */
export interface Outcome {
  readonly value?: Json;
  readonly errors: readonly FieldError[];
}

/** How one field is read. Saving keeps what a kind lets through; publishing needs it to have no errors. */
export interface Kind {
  load(value: Json): Outcome;
}

export const MISSING = 'Missing data for required field.';
export const NOT_NULL = 'Field may not be null.';
const WRONG_TYPE = 'Invalid input type.';

export const valid = (value: Json): Outcome => ({ value, errors: [] });
export const wrong = (...messages: string[]): Outcome => ({ errors: [{ field: '', messages }] });

export interface TextRules {
  /** Fewest characters. */
  readonly min?: number;
  /** False keeps spaces around the text. */
  readonly trim?: boolean;
  /** Says what is wrong with the text, if anything. */
  readonly check?: (text: string) => string | undefined;
  /** What is kept of the text. */
  readonly clean?: (text: string) => string;
}

export function text(rules: TextRules = {}): Kind {
  return {
    load(value) {
      if (typeof value !== 'string') return wrong('Not a valid string.');
      const trimmed = rules.trim === false ? value : value.trim();
      const cleaned = rules.clean ? rules.clean(trimmed) : trimmed;
      if (rules.min !== undefined && cleaned.length < rules.min) return wrong(`Shorter than minimum length ${rules.min}.`);
      const complaint = rules.check?.(cleaned);
      return complaint === undefined ? valid(cleaned) : wrong(complaint);
    },
  };
}

const TRUE: readonly Json[] = [true, 1, '1', 'true', 'True', 'TRUE', 't', 'T', 'on', 'On', 'ON', 'y', 'Y', 'yes', 'Yes', 'YES'];
const FALSE: readonly Json[] = [false, 0, '0', 'false', 'False', 'FALSE', 'f', 'F', 'off', 'Off', 'OFF', 'n', 'N', 'no', 'No', 'NO'];

/** A truth value; words and digits that mean one are taken. */
export const flag: Kind = {
  load(value) {
    if (TRUE.includes(value)) return valid(true);
    return FALSE.includes(value) ? valid(false) : wrong('Not a valid boolean.');
  },
};

/** A list; the items that are valid are kept. `check` looks at the whole list once its items are sound, and a complaint drops it. */
export function list(item: Kind, check?: (items: readonly Json[]) => string | undefined): Kind {
  return {
    load(value) {
      if (!Array.isArray(value)) return wrong('Not a valid list.');
      const kept: Json[] = [];
      const errors: FieldError[] = [];
      value.forEach((one, at) => {
        const outcome = one === null ? wrong(NOT_NULL) : item.load(one);
        if (outcome.value !== undefined) kept.push(outcome.value);
        errors.push(...below(String(at), outcome.errors));
      });
      if (errors.length > 0) return { value: kept, errors };
      const complaint = check?.(kept);
      return complaint === undefined ? valid(kept) : wrong(complaint);
    },
  };
}

export interface Field {
  readonly name: string;
  readonly kind: Kind;
  /** True, or the message when it is missing. */
  readonly required?: boolean | string;
  /** True where null means that there is none. */
  readonly nullable?: boolean;
}

export interface ObjectRules {
  /** Before the fields are read; may fill some in. */
  readonly before?: (value: Doc) => Doc;
  /** Looks at the whole once its fields are sound. What it complains about is kept. */
  readonly check?: (value: Doc) => readonly FieldError[];
  /** Shapes the result when nothing is wrong. */
  readonly after?: (value: Doc) => Doc;
  /** True drops unknown keys in silence instead of reporting them. */
  readonly open?: boolean;
}

/** An object with known fields, read in their order. */
export function object(fields: readonly Field[], rules: ObjectRules = {}): Kind {
  const known = new Set(fields.map((field) => field.name));
  return {
    load(whole) {
      if (!isDoc(whole)) return { errors: [{ field: '_schema', messages: [WRONG_TYPE] }] };
      const input = rules.before ? rules.before(whole) : whole;
      const value: Doc = {};
      const errors: FieldError[] = [];
      for (const { name, kind, required, nullable } of fields) {
        const given = input[name] === null && nullable ? undefined : input[name];
        const outcome = loadField(given, kind, required);
        if (outcome.value !== undefined) value[name] = outcome.value;
        errors.push(...below(name, outcome.errors));
      }
      if (!rules.open)
        for (const name of Object.keys(input)) if (!known.has(name)) errors.push({ field: name, messages: ['Unknown field.'] });
      if (errors.length === 0) errors.push(...(rules.check?.(value) ?? []));
      return { value: errors.length === 0 && rules.after ? rules.after(value) : value, errors };
    },
  };
}

function loadField(given: Json | undefined, kind: Kind, required: Field['required']): Outcome {
  if (given === undefined) return required ? wrong(required === true ? MISSING : required) : { errors: [] };
  return loadGiven(given, kind);
}

/** What a field that is there, though maybe null, is read as. */
export function loadGiven(given: Json, kind: Kind): Outcome {
  return given === null ? wrong(NOT_NULL) : kind.load(given);
}

/** Errors moved below a field. */
export function below(name: string, errors: readonly FieldError[]): FieldError[] {
  return errors.map(({ field, messages }) => ({ field: field === '' ? name : `${name}.${field}`, messages }));
}

/** An object that names a term of a vocabulary by its id. Whether the id is known is asked later, of the whole draft. */
export const term = object([{ name: 'id', kind: text(), required: true }]);

/** A text in several languages, each under its two-letter code. */
export const translations: Kind = {
  load(value) {
    if (!isDoc(value)) return wrong('Not a valid mapping type.');
    const kept: Doc = {};
    const errors: FieldError[] = [];
    for (const [language, one] of Object.entries(value)) {
      if (!/^[a-z]{2}$/.test(language)) errors.push({ field: `${language}.key`, messages: ['String does not match expected pattern.'] });
      if (typeof one !== 'string') errors.push({ field: `${language}.value`, messages: ['Not a valid string.'] });
      else if (/^[a-z]{2}$/.test(language)) kept[language] = one;
    }
    return { value: kept, errors };
  },
};

/** The value without empty objects and lists, which are not stored. */
export function withoutEmpty(value: Json): Json | undefined {
  if (Array.isArray(value)) {
    const kept = value.map(withoutEmpty).filter((item) => item !== undefined);
    return kept.length > 0 ? kept : undefined;
  }
  if (!isDoc(value)) return value ?? undefined;
  const kept: Doc = {};
  for (const [name, inner] of Object.entries(value)) {
    const left = withoutEmpty(inner);
    if (left !== undefined) kept[name] = left;
  }
  return Object.keys(kept).length > 0 ? kept : undefined;
}
