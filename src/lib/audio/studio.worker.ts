import { serve } from '../runtime/rpc/serve.ts';
import { desk } from './desk.ts';

serve(desk);
