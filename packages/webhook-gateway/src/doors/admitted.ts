import type { IncomingMessage } from 'node:http';
import type { Admission } from '../auth/admission.ts';

const routes = new WeakMap<IncomingMessage, string>();

/** The route to which the sender of a request has proved that it may send; undefined while it has not. */
export const admittedRoute = (request: IncomingMessage): string | undefined => routes.get(request);

/** Remembers it; where the body is signed too, once that was right. */
export function rememberAdmitted<Admitted extends Admission>(request: IncomingMessage, route: string, admission: Admitted): Admitted {
  const { body } = admission;
  if (!body) {
    routes.set(request, route);
    return admission;
  }
  const finish = async (): Promise<void> => {
    await body.finish();
    routes.set(request, route);
  };
  return { ...admission, body: { update: (chunk) => body.update(chunk), finish } };
}
