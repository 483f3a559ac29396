import { serve } from '../../runtime/rpc/serve.ts';
import { inlineEncoder } from './inline-encoder.ts';

serve(inlineEncoder);
