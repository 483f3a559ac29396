/** Every table. After a change: `npx drizzle-kit generate --name what_changes`. */
export * from './accounts.ts';
export * from './cloud.ts';
export * from './operations.ts';
export * from './runs.ts';
export * from './sync.ts';
