import { SelectField } from '@/components/ui/field';
import { splits, type Split } from '@/lib/dataset/split';

/** One part of the rows; empty for all of them. */
export type SplitChoice = Split | '';

const words: Record<Split, string> = {
  train: 'train: the first eight tenths',
  validation: 'validation: the next tenth',
  test: 'test: the last tenth',
};

/** Which part of the rows, in row order, a file holds. */
export function SplitField({
  value,
  onChange,
}: {
  value: SplitChoice;
  onChange: (split: SplitChoice) => void;
}) {
  return (
    <SelectField
      label="Rows"
      value={value}
      onChange={(next) => onChange(splits.find((split) => split === next) ?? '')}
    >
      <option value="">all of them</option>
      {splits.map((split) => (
        <option key={split} value={split}>
          {words[split]}
        </option>
      ))}
    </SelectField>
  );
}
