import { serve } from '../rpc/serve.ts';
import { createModelStore } from './create-model-store.ts';
import { networkHub } from './hub/hub.ts';
import { opfsStorage } from './storage/opfs.ts';

// The hub's address comes as the worker's name: HTML Standard, "dedicated workers".
serve(createModelStore({ hub: networkHub(self.name), disk: opfsStorage('models') }));
