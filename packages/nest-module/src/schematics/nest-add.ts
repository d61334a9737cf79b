import { addToModule } from './add-to-module.ts';

/** The files of the application, as the engine of schematics gives them. */
export interface Tree {
  exists(path: string): boolean;
  read(path: string): Uint8Array | null;
  create(path: string, content: string): void;
  overwrite(path: string, content: string): void;
}

export interface NestAddOptions {
  /** The module's file; default `app.module.ts` where nest-cli.json says that the source is. */
  readonly module?: string;
}

/** `nest add @zenodo-connect/nestjs`: puts the module into the application, with the sandbox and a SQLite file. */
export function nestAdd({ module }: NestAddOptions = {}): (tree: Tree) => Tree {
  return (tree) => {
    const path = module ?? `${sourceRootOf(tree)}/app.module.ts`;
    const source = textOf(tree, path);
    if (source === undefined) throw new Error(`There is no ${path}; name the file of your root module: --module src/main.module.ts.`);
    const edited = addToModule(source);
    if (edited === undefined)
      throw new Error(
        `${path} has no @Module({ … }) with a list of imports that could be read; add ZenodoModule.forRoot(…) to it by hand.`,
      );
    tree.overwrite(path, edited);
    addLine(
      tree,
      '.env.example',
      'ZENODO_TOKEN=',
      '# A token of https://sandbox.zenodo.org, with the scopes deposit:write and deposit:actions\n',
    );
    if (tree.exists('.gitignore')) addLine(tree, '.gitignore', 'var/');
    return tree;
  };
}

function sourceRootOf(tree: Tree): string {
  const config = textOf(tree, 'nest-cli.json');
  const root: unknown = config === undefined ? undefined : Reflect.get(Object(parsed(config)), 'sourceRoot');
  return typeof root === 'string' ? root.replace(/\/$/, '') : 'src';
}

function addLine(tree: Tree, path: string, line: string, before = ''): void {
  const text = textOf(tree, path);
  if (text === undefined) tree.create(path, `${before}${line}\n`);
  else if (!text.split('\n').some((one) => one.startsWith(line))) tree.overwrite(path, `${text.replace(/\n*$/, '\n')}${before}${line}\n`);
}

function textOf(tree: Tree, path: string): string | undefined {
  const bytes = tree.exists(path) ? tree.read(path) : null;
  return bytes === null ? undefined : new TextDecoder().decode(bytes);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
