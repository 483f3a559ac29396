import { AREAS, type Area } from './areas.ts';
import type { Import } from './imports.ts';

/** Tests lie beside what they test, and may also use the fixtures of `tests/`. */
const TEST = /\.(test|bench)\.ts$/;

/** @returns for each import that the design has no arrow for, what is wrong and what to do instead. */
export function violations(imports: Import[]): string[] {
  return imports.flatMap(({ from, to }) => {
    const source = area(from);
    const target = area(to);
    if (!source) return [`${from} lies in no area of the design: give it one in tests/architecture/areas.ts`];
    if (!target || source === target || source.imports.includes(target.name)) return [];
    if (TEST.test(from) && target.name === 'tests') return [];
    return [`${from} imports ${to}: no arrow ${source.name} -> ${target.name}. Instead: ${source.instead}.`];
  });
}

function area(file: string): Area | undefined {
  return AREAS.find(({ files }) => files.test(file));
}
