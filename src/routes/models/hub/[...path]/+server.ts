import type { RequestHandler } from './$types';
import { processEnv } from '../../../../../server/env.ts';
import { answerFromFolder } from '../../../../../server/model-folder.ts';

export const GET: RequestHandler = ({ params, request }) => {
  const { MODEL_FOLDER } = processEnv();
  if (MODEL_FOLDER === undefined) return new Response('No folder of models is served.\n', { status: 404 });
  return answerFromFolder(MODEL_FOLDER, params.path, request);
};

export const HEAD = GET;
