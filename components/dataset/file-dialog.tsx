'use client';

import { useState } from 'react';
import { KindMark } from '@/components/ui/chip';
import { Dialog } from '@/components/ui/dialog';
import { SelectField } from '@/components/ui/field';
import { Choice } from '@/components/ui/tabs';
import type { DownloadQuery, WireDataset } from '@/lib/api/dataset-wire';
import { downloadUrl } from '@/lib/client/datasets';
import { DownloadButton } from './download-button';
import {
  fileFormats,
  keptFileChoice,
  keepFileChoice,
  separators,
  queryOfFile,
  type FileChoice,
} from './file-choice';
import { FileStart } from './file-start';
import { SplitField } from './split-field';

/** Takes chosen columns and parts away as a file, and shows its first lines beforehand. The choice is kept for the recipe. */
export function FileDialog({
  dataset,
  rows,
  scopeWords,
  onClose,
}: {
  dataset: WireDataset;
  /** Which rows, as the download is asked for them. */
  rows: DownloadQuery;
  scopeWords: string;
  onClose: () => void;
}) {
  const [choice, setChoice] = useState(() => keptFileChoice(dataset));
  const change = (part: Partial<FileChoice>) => {
    const next = { ...choice, ...part };
    setChoice(next);
    keepFileChoice(dataset, next);
  };
  const { format, columns, split, separator, isSpreadsheetSafe, hasIndex } = choice;
  const names = dataset.columns.map(({ name }) => name);
  // In the order of the dataset, whichever was ticked first.
  const tick = (name: string) =>
    change({ columns: names.filter((one) => (one === name) !== columns.includes(one)) });
  const query = { ...rows, ...queryOfFile(choice) };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Columns and parts"
      aside={<span className="small t3">{scopeWords}</span>}
      foot={
        <>
          <span className="small t3 grow">Kept for this recipe, on this device</span>
          <DownloadButton
            href={downloadUrl(dataset.id, query)}
            off={columns.length === 0 ? 'Choose a column first' : null}
          />
        </>
      }
    >
      <div className="training">
        <Choice
          label="Format"
          items={fileFormats}
          value={format}
          onChange={(value) => change({ format: value })}
        />
        <fieldset className="file-columns">
          <legend className="label">Columns</legend>
          {dataset.columns.map(({ name, kind }) => (
            <label key={name} className="row tight">
              <input type="checkbox" checked={columns.includes(name)} onChange={() => tick(name)} />
              <KindMark kind={kind} />
              <span className="cut" dir="auto">
                {name}
              </span>
            </label>
          ))}
        </fieldset>
        <SplitField value={split} onChange={(value) => change({ split: value })} />
        {format === 'csv' ? (
          <div className="field-row">
            <SelectField
              label="Between cells"
              value={separator}
              onChange={(value) => change({ separator: separators.find((one) => one === value) ?? 'comma' })}
            >
              <option value="comma">a comma</option>
              <option value="semicolon">a semicolon</option>
              <option value="tab">a tab</option>
            </SelectField>
            <label className="row tight">
              <input type="checkbox" checked={hasIndex} onChange={() => change({ hasIndex: !hasIndex })} />A
              first column with the row’s number
            </label>
            <label className="row tight">
              <input
                type="checkbox"
                checked={isSpreadsheetSafe}
                onChange={() => change({ isSpreadsheetSafe: !isSpreadsheetSafe })}
              />
              No text runs as a formula in a sheet
            </label>
          </div>
        ) : null}
        {columns.length === 0 || format === 'parquet' ? null : (
          <FileStart datasetId={dataset.id} query={query} />
        )}
      </div>
    </Dialog>
  );
}
