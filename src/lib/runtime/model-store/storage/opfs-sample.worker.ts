import { serve } from '../../rpc/serve.ts';
import { opfsStorage } from './opfs.ts';

/** The storage that the tests call: only workers have it. */
serve(opfsStorage(self.name));
