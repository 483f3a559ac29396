import type { Attribute, Graph, Initializer, Node, Value } from './model.ts';

/** What a node becomes. */
export type Rewrite = (node: Node) => readonly Node[];

/**
 * Rewrites every node, those of branches before the node that holds them.
 *
 * @param begin called for each graph, the outer one and every branch, so that a pass can remember what it did there.
 */
export function rewriteNodes(graph: Graph, begin: () => Rewrite): Graph {
  const rewrite = begin();
  return { ...graph, nodes: graph.nodes.flatMap((node) => rewrite(withBranches(node, begin))) };
}

function withBranches(node: Node, begin: () => Rewrite): Node {
  const attributes = Object.entries(node.attributes).map(([name, value]): [string, Attribute] => {
    const branch = branchOf(value);
    return [name, branch === null ? value : { graph: rewriteNodes(branch, begin) }];
  });
  return { ...node, attributes: Object.fromEntries(attributes) };
}

/** The graph that an attribute holds, or null. */
export function branchOf(value: Attribute): Graph | null {
  return typeof value === 'object' && 'graph' in value ? value.graph : null;
}

/** All nodes, those in branches after the one that holds them. */
export function allNodes(graph: Graph): Node[] {
  return graph.nodes.flatMap((node) => {
    const branches = Object.values(node.attributes).flatMap((value) => branchOf(value) ?? []);
    return [node, ...branches.flatMap(allNodes)];
  });
}

/** The graph with these initialisers as well, and without those that no node takes any more. */
export function withInitializers(graph: Graph, added: Iterable<Initializer>): Graph {
  const taken = new Set<Value>(allNodes(graph).flatMap(({ inputs }) => inputs));
  const initializers = [...graph.initializers, ...added].filter(({ name }) => taken.has(name));
  return { ...graph, initializers };
}
