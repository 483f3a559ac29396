import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** They take longest, and by the size of their files they would come late, and leave the other cores idle. */
const LONG = /(takes-by-seed|tests\/cli|musicgen\/generate|webgpu\.browser)\.test\.ts$/;

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
