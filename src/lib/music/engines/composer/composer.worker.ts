import { serve } from '../../../runtime/rpc/serve.ts';
import { composer } from './composer.ts';

serve(composer);
