import { TextareaField } from '../../components/TextareaField';
import { useText } from '../../hooks/useText';

interface ConditionFieldProps {
  /** Path in the form. */
  name: string;
  disabled: boolean;
}

/** Which documents of the content type are wanted. The producer says at saving what is wrong. */
export const ConditionField = ({ name, disabled }: ConditionFieldProps) => {
  const text = useText();
  return (
    <TextareaField
      name={name}
      label={text('field.condition')}
      hint={text('condition.hint')}
      placeholder={text('condition.placeholder')}
      disabled={disabled}
    />
  );
};
