import { serve } from '../../runtime/rpc/serve.ts';
import { inlineDecoder } from './inline-decoder.ts';

serve(inlineDecoder);
