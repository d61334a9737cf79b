import { isDoc } from '../../json.ts';
import { rightOf } from '../../vocabularies/legacy-licenses.ts';
import { type Kind, valid, wrong } from '../schema/kinds.ts';
import { isTruthy, pythonText } from '../schema/python-values.ts';

/** One licence, by its name or as an object with an id. */
export const licence: Kind = {
  load(value) {
    if (typeof value !== 'string' && !isDoc(value))
      return wrong(`Invalid license value provided (expected string, or object with 'id' key): ${pythonText(value)}`);
    const name = isDoc(value) ? value['id'] : value;
    if (name === undefined) return wrong(`Invalid license object provided (missing 'id' key): ${pythonText(value)}`);
    const right = typeof name === 'string' && isTruthy(name) ? rightOf(name) : undefined;
    return right ? valid([right]) : wrong(`Invalid license provided: ${pythonText(name)}`);
  },
};
