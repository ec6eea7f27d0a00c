'use client';

import dynamic from 'next/dynamic';
import { keepAsking } from '@/components/ui/keep-asking';
import { EmptyState, Skeleton } from '@/components/ui/states';
import type { NodeRef } from '@/lib/client/editor/editor-store';
import { useEditor } from '../editor/editor-context';
import { UnreadableNote } from '../editor/unreadable-note';
import { useLoadAtRest } from '../editor/use-load-at-rest';
import './form.css';

// The outline and the preview are there first; then the form that is open, and at rest the others.
const forms = {
  examples: () => import('./sources/examples-form'),
  data: () => import('./sources/data-form'),
  documents: () => import('./sources/documents-form'),
  generated: () => import('./generated/generated-form'),
  sampled: () => import('./sampled/sampled-form'),
  conversation: () => import('./conversation/conversation-form'),
  environment: () => import('./tools/environment-form'),
  transformed: () => import('./transformed/transformed-form'),
  combinations: () => import('./combinations-form'),
  output: () => import('./output-form'),
  model: () => import('./model/model-form'),
  quality: () => import('./quality-form'),
  recipe: () => import('./recipe-form'),
};
const ExamplesForm = dynamic(keepAsking(forms.examples), { loading: FormSkeleton });
const DataForm = dynamic(keepAsking(forms.data), { loading: FormSkeleton });
const DocumentsForm = dynamic(keepAsking(forms.documents), { loading: FormSkeleton });
const GeneratedForm = dynamic(keepAsking(forms.generated), { loading: FormSkeleton });
const SampledForm = dynamic(keepAsking(forms.sampled), { loading: FormSkeleton });
const ConversationForm = dynamic(keepAsking(forms.conversation), { loading: FormSkeleton });
const EnvironmentForm = dynamic(keepAsking(forms.environment), { loading: FormSkeleton });
const TransformedForm = dynamic(keepAsking(forms.transformed), { loading: FormSkeleton });
const CombinationsForm = dynamic(keepAsking(forms.combinations), { loading: FormSkeleton });
const OutputForm = dynamic(keepAsking(forms.output), { loading: FormSkeleton });
const ModelForm = dynamic(keepAsking(forms.model), { loading: FormSkeleton });
const QualityForm = dynamic(keepAsking(forms.quality), { loading: FormSkeleton });
const RecipeForm = dynamic(keepAsking(forms.recipe), { loading: FormSkeleton });

const allForms = Object.values(forms);

/** The form of one part of the recipe. A text that can't be read has no parts: it says where to mend it. */
export function NodeForm({ node, isNew }: { node: NodeRef; isNew: boolean }) {
  const isUnreadable = useEditor((state) => state.read.document.syntaxErrors.length > 0);
  useLoadAtRest(allForms);
  if (isUnreadable) return <UnreadableNote view="form" />;
  return <FormOf node={node} isNew={isNew} />;
}

function FormOf({ node, isNew }: { node: NodeRef; isNew: boolean }) {
  const document = useEditor((state) => state.read.document);
  switch (node.kind) {
    case 'attribute': {
      const { path } = node;
      if (document.at(path) === null) return <Gone id={node.id} />;
      const place = { path, index: Number(path.at(-1)), isNew };
      // Another attribute is another form: what was typed in one must not show in the next.
      const key = path.join('.');
      if (path[1] === 'input_examples') return <ExamplesForm key={key} {...place} />;
      if (path[1] === 'input_data') return <DataForm key={key} {...place} />;
      if (path[1] === 'input_documents') return <DocumentsForm key={key} {...place} />;
      if (path[1] === 'sampled_attributes') return <SampledForm key={key} {...place} />;
      if (path[1] === 'generated_attributes') return <GeneratedForm key={key} {...place} />;
      if (path[1] === 'multiturn_attributes') return <ConversationForm key={key} {...place} />;
      if (path[1] === 'environments') return <EnvironmentForm key={key} {...place} />;
      return <TransformedForm key={key} {...place} />;
    }
    case 'combinations':
      return <CombinationsForm />;
    case 'output':
      return <OutputForm />;
    case 'model':
      return <ModelForm />;
    case 'quality':
      return <QualityForm />;
    case 'recipe':
      return <RecipeForm />;
  }
}

function Gone({ id }: { id: string }) {
  return (
    // An attribute that was just made is read in a moment.
    <div className="form-gone">
      <EmptyState title={`${id} isn’t here any more`}>
        It was deleted or renamed. Choose a part in the outline, or undo.
      </EmptyState>
    </div>
  );
}

function FormSkeleton() {
  return (
    <div className="form" aria-busy="true">
      {[260, 320, 200].map((width) => (
        <Skeleton key={width} width={width} height={32} />
      ))}
    </div>
  );
}
