/**
 * One leg of n8n's scanner over a local folder; ends with 1 and prints what was found, if anything was:
 *
 *     node tools/n8n/scan.mjs MODULES source|packed FOLDER
 *
 * A process of its own, as the scanner is for n8n: its rules behave otherwise inside a test runner.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, leg, folder] = process.argv.slice(2);
const scanner = pathToFileURL(path.join(modules, '@n8n/scan-community-package/scanner/scanner.mjs'));
const { analyzePackage, SOURCE_FILE_PATTERNS } = await import(scanner.href);
// What n8n looks at in the repository, and what it looks at in the published package.
const patterns = leg === 'source' ? SOURCE_FILE_PATTERNS : ['**/*.js', 'package.json'];
const { passed, message = '', details = '' } = await analyzePackage(folder, patterns);
if (!passed || message) process.stdout.write(`${message}\n${details}\n`);
process.exitCode = passed ? 0 : 1;
