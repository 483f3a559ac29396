import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Takes minutes, and its file is short: by its size it would come last, and leave the other cores idle. */
const LONG = /takes-by-seed/;

/** The order of the test files: what takes long begins first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [
      ...sorted.filter(({ moduleId }) => LONG.test(moduleId)),
      ...sorted.filter(({ moduleId }) => !LONG.test(moduleId)),
    ];
  }
}
