/** Which fields of a variable an expression reads. */
import { LOOP_NAMES } from './loops';
import type { Node } from './parse';
import { literalText } from './structures';

const isNode = (part: unknown): part is Node =>
  typeof part === 'object' && part !== null && 'op' in part;

/** The nodes within, however a node keeps them. */
const nodesIn = (part: unknown): Node[] => {
  if (Array.isArray(part)) {
    return part.flatMap(nodesIn);
  }
  return isNode(part) ? [part] : [];
};

const isVariable = (node: Node, name: string): boolean => node.op === 'id' && node.args === name;

/** The field that a node asks the variable for; null: it asks for none, or for one not known yet. */
const fieldOf = (node: Node, variable: string): string | null => {
  if (node.op === '.' && isVariable(node.args[0], variable)) {
    return node.args[1];
  }
  return node.op === '[]' && isVariable(node.args[0], variable) ? literalText(node.args[1]) : null;
};

/** Whether a loop calls its entries as the variable is called, which then is another one. */
const hides = (node: Node, variable: string): boolean =>
  node.op === 'rcall' &&
  LOOP_NAMES.includes(node.args[0]) &&
  node.args[2].slice(0, 1).some((entry) => isVariable(entry, variable));

/** @returns null: any of them, as where the variable is given to a function as a whole */
export const readsOf = (expression: Node, variable: string): string[] | null => {
  const found = new Set<string>();
  const visit = (node: Node): boolean => {
    const field = fieldOf(node, variable);
    if (field !== null) {
      found.add(field);
      return true;
    }
    if (isVariable(node, variable) || hides(node, variable)) {
      return false;
    }
    return node.op === 'value' || nodesIn(node.args).every(visit);
  };
  return visit(expression) ? [...found] : null;
};
