import type { RequestEvent } from '@sveltejs/kit';
import type { Access } from '../server/http/endpoint.ts';

/** What a `+server.ts` exports: a handler for each method, which says who may call it where it is an endpoint. */
export type Handler = ((event: RequestEvent) => Response | Promise<Response>) & { access?: Access };
export type Handlers = Partial<Record<string, Handler>>;

/** Every file of the API, by its path from this folder. */
export const API_FILES = import.meta.glob<Handlers>('../src/routes/api/**/+server.ts');

export interface Route {
  file: string;
  /** As SvelteKit names it: `/api/account/devices/[id]`. */
  id: string;
  params: Record<string, string>;
}

/** @returns the file that answers `path`; one without parameters comes before one with. */
export function findRoute(files: string[], path: string): Route | null {
  const byParameters = [...files].sort((a, b) => a.split('[').length - b.split('[').length);
  for (const file of byParameters) {
    const id = routeId(file);
    const params = match(id, path);
    if (params) return { file, id, params };
  }
  return null;
}

export function routeId(file: string): string {
  return file.replace('../src/routes', '').replace('/+server.ts', '');
}

function match(id: string, path: string): Record<string, string> | null {
  const names: string[] = [];
  const pattern = id.replace(
    /\[(\.\.\.)?(\w+)\]|[.*+?^${}()|\\]/g,
    (found, rest, name: string | undefined) => {
      if (!name) return `\\${found}`;
      names.push(name);
      return rest ? '(.*)' : '([^/]+)';
    },
  );
  const values = path.match(new RegExp(`^${pattern}/?$`))?.slice(1);
  if (!values) return null;
  return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(values[index]!)]));
}
