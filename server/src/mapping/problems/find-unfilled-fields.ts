import type { FieldPlan, RowPlan } from '../plan';
import { introduce } from '../rows/row-input';
import type { FieldMapping, MappingProblem, TypeShape } from '../../protocol';

/** Whether the row gives a value to every document. */
const alwaysFills = (plan: RowPlan): boolean =>
  plan.fallback !== null ||
  plan.kind === 'transform' ||
  (plan.kind === 'lookup' && plan.from === null) ||
  ('from' in plan && plan.from?.required === true);

/** Required local fields that stay empty, in all documents or in some. */
export const findUnfilledFields = (
  { attributes }: TypeShape,
  rows: FieldMapping[],
  fields: FieldPlan[]
): MappingProblem[] =>
  attributes
    .filter(({ required, hasDefault }) => required && !hasDefault)
    .flatMap((attribute): MappingProblem[] => {
      const { name } = attribute;
      const plan = fields.find(({ localField }) => localField === name);
      if (!plan) {
        return rows.some(({ localField }) => localField === name)
          ? []
          : [
              {
                severity: 'warning',
                row: null,
                field: 'fields',
                message:
                  `No row fills ${introduce(attribute)}, which is required here: new documents ` +
                  'fail unless something on this site fills it. Add a row, or a default value in ' +
                  'the content type.',
              },
            ];
      }
      return plan.rows.some(alwaysFills)
        ? []
        : [
            {
              severity: 'warning',
              row: plan.rows[0].row,
              field: 'defaultValue',
              message:
                `${name} is required here, and can be empty on the producer: such documents fail. ` +
                'Give the row a default value.',
            },
          ];
    });
