import { fileURLToPath } from 'node:url';
import { Tree } from '@angular-devkit/schematics';
import { SchematicTestRunner } from '@angular-devkit/schematics/testing/index.js';
import { expect, it } from 'vitest';
import { addToModule } from '../src/schematics/add-to-module.ts';

const runner = new SchematicTestRunner('@zenodo-connect/nestjs', fileURLToPath(new URL('../schematics/collection.json', import.meta.url)));
const asGenerated = `import { Module } from '@nestjs/common';
import { AppController } from './app.controller';

@Module({
  imports: [],
  controllers: [AppController],
})
export class AppModule {}
`;

function treeOf(files: Readonly<Record<string, string>>): Tree {
  const tree = Tree.empty();
  for (const [path, text] of Object.entries(files)) tree.create(path, text);
  return tree;
}

it('nest add puts the module into an application as Nest generates it', async () => {
  const files = { 'src/app.module.ts': asGenerated, 'nest-cli.json': '{"sourceRoot":"src"}', '.gitignore': 'dist\n' };
  const tree = await runner.runSchematic('nest-add', {}, treeOf(files));
  expect(tree.readText('src/app.module.ts')).toBe(`import { Module } from '@nestjs/common';
import { AppController } from './app.controller';
import { ZenodoModule } from '@zenodo-connect/nestjs';

@Module({
  imports: [
    ZenodoModule.forRootAsync({
      useFactory: () => ({
        // A published DOI is for ever: begin with the sandbox.
        zenodo: { token: process.env['ZENODO_TOKEN'] ?? '', environment: 'sandbox' },
        store: { path: 'var/zenodo.db' },
      }),
    }),
  ],
  controllers: [AppController],
})
export class AppModule {}
`);
  expect(tree.readText('.env.example')).toContain('\nZENODO_TOKEN=\n');
  expect(tree.readText('.gitignore')).toBe('dist\nvar/\n');
});

it('a second time changes nothing', async () => {
  const once = await runner.runSchematic('nest-add', {}, treeOf({ 'src/app.module.ts': asGenerated, '.gitignore': '' }));
  const before = ['src/app.module.ts', '.env.example', '.gitignore'].map((path) => once.readText(path));
  const twice = await runner.runSchematic('nest-add', {}, once);
  expect(['src/app.module.ts', '.env.example', '.gitignore'].map((path) => twice.readText(path))).toEqual(before);
});

it('another module is named by its file, and one that is not there is told', async () => {
  const tree = treeOf({ 'apps/lab/lab.module.ts': asGenerated });
  const edited = await runner.runSchematic('nest-add', { module: 'apps/lab/lab.module.ts' }, tree);
  expect(edited.readText('apps/lab/lab.module.ts')).toContain('ZenodoModule.forRootAsync(');
  await expect(runner.runSchematic('nest-add', {}, treeOf({}))).rejects.toThrow(
    'There is no src/app.module.ts; name the file of your root module',
  );
});

it.each([
  ['no imports', '@Module({\n  providers: [A],\n})\nexport class A {}\n', '  imports: [\n    ZenodoModule.forRootAsync({'],
  ['nothing at all', '@Module({})\nexport class A {}\n', '  ],\n})\nexport class A {}'],
  [
    'others in one line',
    '@Module({ imports: [B.forRoot({ imports: [C] }), D] })\nexport class A {}\n',
    '    B.forRoot({ imports: [C] }), D] })',
  ],
  ['others in several lines', '@Module({\n  imports: [\n    B,\n  ],\n})\nexport class A {}\n', '    }),\n    B,\n  ],'],
  [
    'the word in a comment and a string',
    "// imports: []\n@Module({ providers: [{ provide: 'imports: []', useValue: 1 }] })\nexport class A {}\n",
    'imports: [\n    ZenodoModule',
  ],
])('a module with %s', (_what, source, expected) => {
  const edited = addToModule(source);
  expect(edited).toContain(expected);
  expect(edited?.match(/ZenodoModule\.forRootAsync/g)).toHaveLength(1);
  expect(edited?.split('[').length).toBe(edited?.split(']').length);
});

it('a list that is made elsewhere is left to a person', () => {
  expect(addToModule('@Module({ imports: modules })\nexport class A {}\n')).toBeUndefined();
  expect(addToModule('export const a = 1;\n')).toBeUndefined();
});
