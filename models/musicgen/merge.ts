import type { Data, Dimension, Graph, Initializer, Node, Value, ValueInfo } from '../onnx/model.ts';

/**
 * One graph of both decoders, as optimum's `merge_decoders` makes it: an If on `use_cache_branch` with the cached one
 * as its then branch. The weights lie in the outer graph, each once; inputs and outputs are the union.
 *
 * @param first the graph that computes everything.
 * @param cached the one that takes keys and values of what was before.
 */
export function mergeDecoders(first: Graph, cached: Graph): Graph {
  const { initializers, rename } = shareInitializers([first, cached]);
  const fits = withAllOutputs(rename(cached), first.outputs);
  const branch: Node = {
    name: 'optimum::if',
    operator: 'If',
    inputs: ['use_cache_branch'],
    outputs: first.outputs.map(({ name }) => name),
    attributes: { then_branch: { graph: asBranch(fits) }, else_branch: { graph: asBranch(rename(first)) } },
  };
  const inputs = new Map([...first.inputs, ...cached.inputs].map((input) => [input.name, input]));
  // Where both have an input, the first declares it: it is the one that takes many steps.
  for (const input of first.inputs) inputs.set(input.name, input);
  return {
    name: 'merged',
    nodes: [branch],
    initializers,
    inputs: [...inputs.values(), { name: 'use_cache_branch', element: 'bool', shape: [1] }],
    outputs: first.outputs,
  };
}

/** Gives the initialisers that hold the same numbers one name, with optimum's suffix. */
function shareInitializers(graphs: readonly Graph[]) {
  const shared = new Map<Data, Initializer>();
  const names = new Map<Graph, Map<Value, Value>>();
  for (const graph of graphs) {
    const renamed = new Map<Value, Value>();
    for (const initializer of graph.initializers) {
      const kept = shared.get(initializer.data) ?? { ...initializer, name: `${initializer.name}_merged_0` };
      shared.set(initializer.data, kept);
      renamed.set(initializer.name, kept.name);
    }
    names.set(graph, renamed);
  }
  const rename = (graph: Graph): Graph => ({
    ...graph,
    nodes: graph.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map((input) => names.get(graph)!.get(input) ?? input),
    })),
  });
  return { initializers: [...shared.values()], rename };
}

/** Both branches must have the same outputs: what the cached one does not compute, it gives as an empty constant. */
function withAllOutputs(graph: Graph, outputs: readonly ValueInfo[]): Graph {
  const missing = outputs.filter(({ name }) => !graph.outputs.some((output) => output.name === name));
  const constants = missing.map(({ name, element, shape }, i): Node => ({
    name: `Constant_${graph.nodes.length + 1 + i}`,
    operator: 'Constant',
    inputs: [],
    outputs: [name],
    attributes: { value: { tensor: { element, shape: shape.map(emptied), data: new Float32Array() } } },
  }));
  return { ...graph, nodes: [...graph.nodes, ...constants], outputs };
}

/** No batch at all, so that the constant holds nothing; other free sizes are 1. */
function emptied(dimension: Dimension): number {
  if (typeof dimension === 'number') return dimension;
  return dimension === 'batch_size' ? 0 : 1;
}

/** A branch takes what it needs from the graph around it. */
function asBranch(graph: Graph): Graph {
  return { ...graph, initializers: [], inputs: [] };
}
