import type { Tensor } from '../../../../runtime/onnx-graph/model.ts';
import { NotRecognised, settle, type Flow } from './flow.ts';
import type { Table } from './network.ts';
import { flatten } from './recognise-parts.ts';

/**
 * The sum that decoding begins with: for each codebook the row of its token, and the row of the position.
 * @param ids name of the input that holds the tokens.
 * @throws NotRecognised
 */
export function embeddingAt(flow: Flow, value: string, ids: string): { tokens: Table[]; positions: Table } {
  const tokens = new Map<number, Table>();
  let positions: Table | undefined;
  for (const term of flatten(flow, value, 'Add')) {
    // Python's sum() begins with the number 0.
    if (flow.scalar(term) === 0) continue;
    const found = lookUpAt(flow, term);
    const codebook = codebookOf(flow, found.index, ids);
    if (codebook !== undefined) tokens.set(codebook, found.table);
    else if (positions) throw new NotRecognised('there are two tables of positions');
    else positions = found.table;
  }
  const list = Array.from({ length: tokens.size }, (_, i) => tokens.get(i));
  if (!positions || list.includes(undefined)) throw new NotRecognised('the embedding lacks a table');
  return { tokens: list as Table[], positions };
}

/** A row of a table, as numbers or as the integers of dynamic quantisation. */
function lookUpAt(flow: Flow, value: string): { table: Table; index: string } {
  const { value: at } = settle(flow, value);
  const node = flow.producer(at);
  if (node?.operator === 'Gather') return gathered(flow, at, null);
  if (node?.operator === 'DequantizeLinear') {
    const [integers, scale, zeroPoint] = node.inputs as [string, string, string?];
    const step = flow.scalar(scale);
    const zero = zeroPoint === undefined ? 0 : flow.scalar(zeroPoint);
    if (step !== undefined && zero !== undefined) {
      return gathered(flow, settle(flow, integers).value, { scale: step, zeroPoint: zero });
    }
  }
  throw new NotRecognised(`the embedding has a term that is ${node?.operator ?? 'no operator'}`);
}

function gathered(flow: Flow, value: string, quantised: Table['quantised']): { table: Table; index: string } {
  const node = flow.producer(value);
  const data: Tensor | undefined = node?.operator === 'Gather' ? flow.constant(node.inputs[0]!) : undefined;
  const axis = node?.attributes['axis'];
  if (data?.shape.length !== 2 || (axis?.kind === 'int' && axis.value !== 0)) {
    throw new NotRecognised('the embedding has a term that looks nothing up');
  }
  return { table: { data, quantised }, index: node!.inputs[1]! };
}

/** Which codebook's tokens an index is, or undefined where it is not tokens. */
function codebookOf(flow: Flow, index: string, ids: string): number | undefined {
  const node = flow.producer(settle(flow, index).value);
  const [source, choice] = node?.operator === 'Gather' ? (node.inputs as [string, string]) : [];
  const isTokens = source !== undefined && settle(flow, source).value === ids;
  return isTokens ? flow.scalar(choice!) : undefined;
}
