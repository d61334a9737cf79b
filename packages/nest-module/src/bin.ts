#!/usr/bin/env node
import { migrateCommand } from './cli/migrate-command.ts';

process.exitCode = await migrateCommand(process.argv.slice(2), process.env, (text) => process.stdout.write(text));
