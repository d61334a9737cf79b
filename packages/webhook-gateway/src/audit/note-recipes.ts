import type { Settings } from '../config/settings.ts';
import type { RecipeBook } from '../recipes/recipe-book.ts';
import type { AuditLog } from './audit-log.ts';

/** Who wrote the files nobody knows here; that they are at work is an act all the same. */
export async function noteRecipes(audit: AuditLog, { recipes, folder }: RecipeBook, { log }: Pick<Settings, 'log'>): Promise<void> {
  try {
    const detail = { routes: recipes.map(({ route }) => route) };
    await audit.note({ who: 'recipes folder', action: 'recipes.reload', subject: folder, detail });
  } catch (error) {
    const message = `That other recipes are at work could not be written into the audit log: ${(error as Error).message}`;
    log({ time: new Date().toISOString(), level: 'error', kind: 'audit', message });
  }
}
