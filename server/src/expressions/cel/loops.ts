/**
 * CEL's loops: `list.exists(x, …)`, `all`, `exists_one`, `filter`, `map`. An empty (null) list has
 * no entries. Every round is charged with what its body costs, so that loops within loops end.
 */
import {
  type Compile,
  type Compiled,
  type Context,
  type Fail,
  failAt,
  type Frame,
} from './context';
import { compileCondition, type Condition } from './logic';
import type { NodeOf } from './parse';
import { BOOLEAN, DYN, type StaticType } from './static-types';
import { isList, KIND_NAMES, kindOf, type List, type Value } from './values';

const LOOPS = ['exists', 'all', 'exists_one', 'filter', 'map'] as const;
export const LOOP_NAMES: readonly string[] = LOOPS;

/** The part of a loop that is the same for all of them. */
interface Loop {
  item: StaticType;
  listCost: number;
  /** Looks at one entry after the other until `visit` answers false; `cost`: of the body. */
  each: (frame: Frame, cost: number, visit: (entry: Value) => boolean) => void;
}

const entriesOf = (value: Value, fail: Fail): List => {
  if (value === null) {
    return [];
  }
  return isList(value)
    ? value
    : fail('wrong_type', `A list is needed here, not ${KIND_NAMES[kindOf(value)]}.`);
};

const createLoop = (list: Compiled, slot: number, fail: Fail): Loop => ({
  item: list.type.kind === 'list' ? list.type.item : DYN,
  listCost: list.cost,
  each(frame, cost, visit) {
    for (const entry of entriesOf(list.run(frame), fail)) {
      frame.budget.charge(cost);
      frame.slots[slot] = entry;
      if (!visit(entry)) return;
    }
  },
});

/** Ends at the first entry whose condition has the answer that decides. */
const compileSearch = (
  { listCost, each }: Loop,
  condition: Condition,
  decisive: boolean
): Compiled => ({
  type: BOOLEAN,
  cost: listCost + 1,
  run(frame) {
    let isFound = false;
    each(frame, condition.cost, () => {
      isFound = condition.holds(frame) === decisive;
      return !isFound;
    });
    return isFound === decisive;
  },
});

const compileExistsOne = ({ listCost, each }: Loop, condition: Condition): Compiled => ({
  type: BOOLEAN,
  cost: listCost + 1,
  run(frame) {
    let found = 0;
    each(frame, condition.cost, () => {
      found += condition.holds(frame) ? 1 : 0;
      return found < 2;
    });
    return found === 1;
  },
});

const compileCollect = (
  { item, listCost, each }: Loop,
  condition: Condition | null,
  transform: Compiled | null
): Compiled => ({
  type: { kind: 'list', item: transform?.type ?? item },
  cost: listCost + 1,
  run(frame) {
    const collected: Value[] = [];
    each(frame, (condition?.cost ?? 0) + (transform?.cost ?? 0) + 1, (entry) => {
      if (!condition || condition.holds(frame)) {
        collected.push(transform ? transform.run(frame) : entry);
      }
      return true;
    });
    return collected;
  },
});

export const compileLoop = (
  node: NodeOf<'rcall'>,
  context: Context,
  compile: Compile
): Compiled => {
  const [name, listNode, [variableNode, ...bodyNodes]] = node.args;
  const most = name === 'map' ? 2 : 1;
  if (variableNode?.op !== 'id' || bodyNodes.length < 1 || bodyNodes.length > most) {
    return failAt(node)('syntax', `${name}(...) is written ${name}(x, …), with x for each entry.`);
  }
  const list = compile(listNode, context);
  const { kind } = list.type;
  if (kind !== 'list' && kind !== 'dyn' && kind !== 'null') {
    return failAt(listNode)('wrong_type', `${name}(...) needs a list, not ${KIND_NAMES[kind]}.`);
  }

  const slot = context.takeSlot();
  const loop = createLoop(list, slot, failAt(listNode));
  const inner: Context = {
    ...context,
    variables: new Map(context.variables).set(variableNode.args, { slot, type: loop.item }),
  };
  const [first, second] = bodyNodes;
  const condition = () => compileCondition(first, inner, compile);
  switch (name as (typeof LOOPS)[number]) {
    case 'exists':
      return compileSearch(loop, condition(), true);
    case 'all':
      return compileSearch(loop, condition(), false);
    case 'exists_one':
      return compileExistsOne(loop, condition());
    case 'filter':
      return compileCollect(loop, condition(), null);
    case 'map':
      return second
        ? compileCollect(loop, condition(), compile(second, inner))
        : compileCollect(loop, null, compile(first, inner));
  }
};
