import { startServer } from '../server-process.ts';

/** `npm start` of the built app with an environment of its own, until `use` is through. */
export async function withServer<T>(
  env: Record<string, string>,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const server = await startServer(env);
  try {
    return await use(server.url);
  } finally {
    await server.stop();
  }
}
