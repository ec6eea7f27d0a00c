'use client';

import { ChevronDown, Plus, Search, Upload } from 'lucide-react';
import { useRouter, useSearchParams } from 'next/navigation';
import { useDeferredValue, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { Button, IconButton } from '@/components/ui/button';
import { useCommands } from '@/components/ui/commands';
import { Icon } from '@/components/ui/icon';
import { Page } from '@/components/ui/page';
import { Note, Skeleton } from '@/components/ui/states';
import { showToast } from '@/components/ui/toast';
import { messageOf } from '@/lib/client/api';
import { formatCount } from '@/lib/client/format';
import { useHealth } from '@/lib/client/models';
import { recipeOrders, sortRecipes, type RecipeOrder } from '@/lib/client/recipe-order';
import { useCreateRecipe, useRecipes, useTemplates } from '@/lib/client/recipes';
import { blankRecipe } from '../blank-recipe';
import '../recipes.css';
import { DraftBox } from './draft-box';
import { EmptyRecipes } from './empty-recipes';
import { ImportDialog } from './import-dialog';
import { RecipeTable } from './recipe-table';
import { TemplateGallery, templateFilters, type TemplateFilter } from './template-gallery';
import { useFileDrop } from '../use-file-drop';
import { useImport } from './use-import';

/** More than these are seldom looked through, and take long to draw: they are searched. */
const shownAtFirst = 100;

/** The page of recipes: the own ones, the templates, and the ways to a new one. */
export function RecipesView() {
  const router = useRouter();
  const recipes = useRecipes();
  const templates = useTemplates();
  const create = useCreateRecipe();
  const { search, order, filter, isWhole, isImporting, change } = useListAddress();
  // Among hundreds a key shows at once, and what it finds right after.
  const soughtFor = useDeferredValue(search);
  const importer = useImport({
    isOpen: isImporting,
    onOpen: (next) => change({ isImporting: next }),
  });
  const setSearch = (next: string) => change({ search: next });
  const setOrder = (next: RecipeOrder) => change({ order: next });
  const searchField = useRef<HTMLInputElement>(null);

  const open = (name: string, yaml: string) =>
    create.mutate(
      { name, yaml },
      {
        onSuccess: ({ id }) => router.push(`/recipes/${id}`),
        onError: (error) => showToast({ tone: 'bad', text: messageOf(error) }),
      },
    );
  const newRecipe = () => open('Untitled recipe', blankRecipe);
  useCommands('Recipes', [
    { keys: 'N', name: 'New recipe', run: newRecipe },
    { keys: 'I', name: 'Import a recipe', run: () => importer.begin() },
    { keys: '/', name: 'Find a recipe', run: () => searchField.current?.focus(), inPalette: false },
    { keys: '↓', name: 'Next recipe', run: () => moveFocus(1), inPalette: false },
    { keys: '↑', name: 'Previous recipe', run: () => moveFocus(-1), inPalette: false },
    { keys: 'Enter', name: 'Open the recipe' },
  ]);
  const isDragged = useFileDrop(([file]) => {
    if (file !== undefined) importer.importFile(file);
  });

  const own = useMemo(
    () =>
      sortRecipes(recipes.data?.filter(({ name, model }) => matches(soughtFor, [name, model])) ?? [], order),
    [recipes.data, soughtFor, order],
  );
  const offered =
    templates.data?.filter(({ name, description }) => matches(soughtFor, [name, description])) ?? [];
  const isEmpty = recipes.data?.length === 0;
  // What runs without a key makes the shortest way to a first dataset, as long as its model is there.
  const isLocalModelThere = useHealth().data?.model_server.status !== 'absent';
  const first = templates.data?.find((template) => template.runs_locally === isLocalModelThere);
  const leaveSearch = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setSearch('');
    else if (event.key === 'ArrowDown') moveFocus(1);
    else return;
    event.preventDefault();
  };

  return (
    <Page
      title="Recipes"
      className="page recipes"
      actions={
        <>
          <label className="input recipe-search">
            <Icon of={Search} />
            <span className="hidden-text">Find a recipe or template</span>
            <input
              ref={searchField}
              type="search"
              placeholder="Find a recipe or template"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
              onKeyDown={leaveSearch}
            />
            <span className="unit wide-only">
              <kbd>/</kbd>
            </span>
          </label>
          <Button icon={Upload} className="wide-only" onClick={() => importer.begin()}>
            Import
          </Button>
          <IconButton
            icon={Upload}
            label="Import"
            look="normal"
            className="phone-only"
            onClick={() => importer.begin()}
          />
          <Button look="primary" icon={Plus} busy={create.isPending} onClick={newRecipe}>
            New recipe
            <kbd className="wide-only">N</kbd>
          </Button>
        </>
      }
    >
      {isDragged ? <div className="drop-hint">Drop the recipe to see what becomes of it</div> : null}
      {!isEmpty && search === '' ? <DraftBox /> : null}
      {isEmpty && search === '' ? (
        <>
          <EmptyRecipes
            first={first}
            onStart={() => {
              if (first !== undefined) open(first.name, first.yaml);
            }}
            onImport={() => importer.begin()}
            onBlank={newRecipe}
          />
          <DraftBox />
        </>
      ) : (
        <section aria-labelledby="mine-title">
          <div className="section-head">
            <h2 id="mine-title">Your recipes</h2>
            <span className="t3 small num">{recipes.data?.length}</span>
            <label className="input right phone-only recipe-order">
              <span className="hidden-text">Sort by</span>
              <select value={order} onChange={(event) => setOrder(orderOf(event.target.value))}>
                {recipeOrders.map((one) => (
                  <option key={one} value={one}>
                    {orderNames[one]}
                  </option>
                ))}
              </select>
              <Icon of={ChevronDown} />
            </label>
          </div>
          {recipes.isError && recipes.data === undefined ? (
            <Note
              tone="bad"
              live="alert"
              action={
                <Button size="small" onClick={() => void recipes.refetch()}>
                  Try again
                </Button>
              }
            >
              {messageOf(recipes.error)} Recipes can’t be shown.
            </Note>
          ) : recipes.data === undefined ? (
            <RecipesSkeleton />
          ) : own.length === 0 ? (
            <NothingFound search={search} onClear={() => setSearch('')} />
          ) : (
            <>
              <RecipeTable
                recipes={isWhole ? own : own.slice(0, shownAtFirst)}
                order={order}
                onOrder={setOrder}
              />
              {isWhole || own.length <= shownAtFirst ? null : (
                <Button className="show-all" onClick={() => change({ isWhole: true })}>
                  Show all {formatCount(own.length)}
                </Button>
              )}
            </>
          )}
        </section>
      )}
      {offered.length > 0 ? (
        <TemplateGallery
          templates={offered}
          filter={filter}
          onFilter={(next) => change({ filter: next })}
          onOpen={(template) => open(template.name, template.yaml)}
          openingName={create.isPending && 'name' in create.variables ? create.variables.name : undefined}
        />
      ) : null}
      {importer.given === null ? null : (
        <ImportDialog
          given={importer.given}
          found={importer.found}
          isFromBefore={importer.isFromBefore}
          busy={importer.isBusy}
          onChange={importer.change}
          onClose={importer.end}
          onFile={importer.importFile}
          onImport={importer.store}
        />
      )}
    </Page>
  );
}

function RecipesSkeleton() {
  return (
    <div className="card" aria-busy="true">
      <span className="hidden-text">Recipes are loading</span>
      {[60, 45, 52].map((width) => (
        <div key={width} className="skeleton-row">
          <Skeleton width={`${width}%`} />
        </div>
      ))}
    </div>
  );
}

function NothingFound({ search, onClear }: { search: string; onClear: () => void }) {
  return (
    <div className="card nothing-found">
      <span className="cut">No recipe of yours matches “{search}”.</span>
      <Button size="small" onClick={onClear}>
        Clear search
      </Button>
    </div>
  );
}

/** What the lists show: kept in the address too, so that it survives a reload and the way back. */
type ListChoice = {
  search: string;
  order: RecipeOrder;
  filter: TemplateFilter;
  /** Are all recipes shown, however many? */
  isWhole: boolean;
  isImporting: boolean;
};

function useListAddress() {
  const parameters = useSearchParams();
  const [choice, setChoice] = useState<ListChoice>(() => ({
    search: parameters.get('q') ?? '',
    order: orderOf(parameters.get('sort')),
    filter: templateFilters.find((each) => each === parameters.get('templates')) ?? 'all',
    isWhole: parameters.has('all'),
    isImporting: parameters.has('import'),
  }));
  // What ends after a while changes the choice of then, not that of its beginning.
  const latest = useRef(choice);
  const change = (news: Partial<ListChoice>) => {
    const next = { ...latest.current, ...news };
    latest.current = next;
    setChoice(next);
    const query = new URLSearchParams();
    if (next.search !== '') query.set('q', next.search);
    if (next.order !== usualOrder) query.set('sort', next.order);
    if (next.filter !== 'all') query.set('templates', next.filter);
    if (next.isWhole) query.set('all', '');
    if (next.isImporting) query.set('import', '');
    window.history.replaceState(null, '', query.size === 0 ? location.pathname : `?${query.toString()}`);
  };
  return { ...choice, change };
}

const usualOrder: RecipeOrder = 'edited';

const orderNames: Record<RecipeOrder, string> = {
  name: 'Name, A to Z',
  '-name': 'Name, Z to A',
  edited: 'Newest edit first',
  '-edited': 'Oldest edit first',
  run: 'Newest run first',
  '-run': 'Oldest run first',
};

function orderOf(text: string | null): RecipeOrder {
  return recipeOrders.find((order) => order === text) ?? usualOrder;
}

function matches(search: string, texts: readonly (string | null)[]): boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const text = texts.join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Arrows walk over everything on the page that opens a recipe. */
function moveFocus(step: 1 | -1) {
  const stops = [...document.querySelectorAll<HTMLElement>('[data-opens-recipe]')].filter(
    (element) => element.offsetParent !== null,
  );
  const at = stops.findIndex((element) => element === document.activeElement);
  const next = at === -1 ? (step === 1 ? 0 : stops.length - 1) : at + step;
  stops[next]?.focus();
}
