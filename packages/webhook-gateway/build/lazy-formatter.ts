import type { Rolldown } from 'tsdown';

const eager = /const dateTimeFormatter = (new Intl\.DateTimeFormat\(undefined, \{[^}]*\}\));/;
const files = /@nestjs\/common\/services\/(console-)?logger\.service\.js$/;

/** Nest's loggers make a formatter of dates when they are loaded, for which Node takes 8 MB; the gateway has a logger of its own. */
export function lazyFormatter(): Rolldown.Plugin {
  return {
    name: 'lazy-formatter',
    transform: {
      filter: { id: files },
      handler(code) {
        if (!eager.test(code))
          throw new Error("Nest's logger changed: look whether it still makes an Intl.DateTimeFormat when it is loaded.");
        return code.replace(eager, 'const dateTimeFormatter = { format: (date) => $1.format(date) };');
      },
    },
  };
}
