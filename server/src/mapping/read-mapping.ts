/** A whole mapping read against the types of both sides: what it comes to, and what is wrong. */
import { groupBy } from 'lodash';

import type { MappingContext } from './context';
import { findType } from './fields';
import type { FieldPlan, RowPlan } from './plan';
import { findCycles } from './problems/find-cycles';
import { findDoubleRows, findSecondDefaults } from './problems/find-double-rows';
import { findTypeProblems } from './problems/find-type-problems';
import { findUnfilledFields } from './problems/find-unfilled-fields';
import { readRow } from './rows/read-row';
import type { MappingDefinition, MappingProblem } from '../protocol';

export interface MappingReading {
  problems: MappingProblem[];
  /** Of the rows without errors. */
  fields: FieldPlan[];
}

const toFieldPlans = (plans: RowPlan[]): FieldPlan[] =>
  Object.entries(groupBy(plans, ({ to }) => to.name)).flatMap(([localField, [first, ...rest]]) =>
    first ? [{ localField, rows: [first, ...rest] }] : []
  );

export const readMapping = (
  mapping: MappingDefinition,
  context: MappingContext
): MappingReading => {
  const local = findType(context.local, mapping.localContentType);
  const remote = findType(context.remote, mapping.remoteContentType);
  const problems = findTypeProblems(mapping, { local, remote });
  if (!local || (remote && local.modelType !== remote.modelType)) {
    return { problems, fields: [] };
  }
  const readings = mapping.fields.map((row, index) =>
    readRow(context, { local, remote }, row, index)
  );
  const plans = readings.map(({ plan }) => plan);
  const fields = toFieldPlans(plans.filter((plan) => plan !== null));
  return {
    fields,
    problems: [
      ...problems,
      ...readings.flatMap((reading) => reading.problems),
      ...findDoubleRows(mapping.fields, plans),
      ...findSecondDefaults(fields),
      ...findCycles(context, mapping),
      ...findUnfilledFields(local, mapping.fields, fields),
    ],
  };
};
