'use client';

import { FileUp, Table2 } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { Note } from '@/components/ui/states';
import type { WireUploaded } from '@/lib/api/source-wire';
import type { ChosenSource } from '@/lib/recipe/form/new-source';
import { UploadList } from './upload-list';
import { UploadProgress } from './upload-progress';
import { acceptedFiles, useUpload } from './use-upload';
import './sources.css';

/** Asks where records come from: files that are uploaded now or were before, the hub, or examples typed here. */
export function SourceDialog({
  files,
  replaces,
  onChoose,
  onClose,
}: {
  /** Files that were dropped, to be uploaded at once. */
  files: readonly File[];
  /** Another file for a source that is there: only what can be read in the same way is offered. */
  replaces: 'data' | 'documents' | null;
  onChoose: (chosen: ChosenSource) => void;
  onClose: () => void;
}) {
  const picker = useRef<HTMLInputElement>(null);
  const choose = ({ kind, path, columns }: Pick<WireUploaded, 'kind' | 'path' | 'columns'>) =>
    onChoose(kind === 'data' ? { kind, path, columns } : { kind, path });
  const upload = useUpload((done) => {
    if (replaces === null || replaces === done.kind) choose(done);
  });
  const begin = useEffectEvent((given: readonly File[]) => {
    if (given.length > 0) upload.start(given);
  });
  useEffect(() => begin(files), [files]);
  const [isOver, setIsOver] = useState(false);
  const { state } = upload;
  return (
    <Dialog
      open
      onClose={onClose}
      title={replaces === null ? 'Add a source' : 'Another file'}
      description="Rows take their records from a source: upload files, or choose what is there."
      foot={
        <>
          {replaces === null ? (
            <Button size="large" icon={Table2} onClick={() => onChoose({ kind: 'examples' })}>
              Type examples
            </Button>
          ) : null}
          <span className="grow" />
          <Button size="large" onClick={onClose}>
            Cancel
          </Button>
        </>
      }
    >
      <input
        ref={picker}
        type="file"
        multiple
        accept={acceptedFiles}
        className="hidden-text"
        tabIndex={-1}
        aria-label="Files to upload"
        onChange={(event) => {
          const given = [...(event.target.files ?? [])];
          event.target.value = '';
          if (given.length > 0) upload.start(given);
        }}
      />
      {state.kind === 'running' ? (
        <UploadProgress names={state.names} progress={state.progress} onCancel={upload.cancel} />
      ) : (
        <div
          className={isOver ? 'drop-zone over' : 'drop-zone'}
          onDragOver={() => setIsOver(true)}
          onDragLeave={() => setIsOver(false)}
          onDrop={() => setIsOver(false)}
        >
          <Button size="large" look="primary" icon={FileUp} onClick={() => picker.current?.click()}>
            Choose files
          </Button>
          <span className="t2">or drop them anywhere on the page.</span>
          <span className="small t3">
            Records: CSV, TSV, JSONL, JSON, Parquet, XLSX. Documents: PDF, DOCX, TXT, MD, HTML. Several
            together are one source.
          </span>
        </div>
      )}
      <div role="status">{state.kind === 'failed' ? <Note tone="bad">{state.message}</Note> : null}</div>
      <section className="form-part" aria-label="Uploaded before">
        <h3 className="form-title">Uploaded before</h3>
        <UploadList kind={replaces} useWord={replaces === null ? 'Add' : 'Take'} onUse={choose} />
      </section>
      {replaces === 'documents' ? null : <HubFields onChoose={onChoose} />}
    </Dialog>
  );
}

/** A dataset of the Hugging Face hub by its name and split. */
function HubFields({ onChoose }: { onChoose: (chosen: ChosenSource) => void }) {
  const [repo, setRepo] = useState('');
  const [split, setSplit] = useState('train');
  const bare = repo.trim().replace(/^(?:hf:|https:\/\/huggingface\.co\/datasets\/)/, '');
  const isName = /^[^/\s]+(?:\/[^/\s]+)?$/.test(bare);
  const trouble =
    bare !== '' && !isName ? 'Write owner/name, as the page of the dataset is called' : undefined;
  const add = () => onChoose({ kind: 'hub', repo: bare, split: split.trim() });
  return (
    <form
      className="form-part"
      aria-label="Dataset of the Hugging Face hub"
      onSubmit={(event) => {
        event.preventDefault();
        if (isName && split.trim() !== '') add();
      }}
    >
      <h3 className="form-title">From the Hugging Face hub</h3>
      <div className="hub-fields">
        <TextField
          label="Dataset"
          mono
          large={false}
          placeholder="owner/name"
          value={repo}
          error={trouble}
          onChange={(event) => setRepo(event.target.value)}
        />
        <TextField
          label="Split"
          mono
          large={false}
          value={split}
          onChange={(event) => setSplit(event.target.value)}
        />
        <Button
          type="submit"
          off={!isName ? 'Write the name of a dataset' : split.trim() === '' ? 'Write a split' : undefined}
        >
          Add
        </Button>
      </div>
    </form>
  );
}
