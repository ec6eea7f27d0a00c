'use client';

import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
  type Active,
  type Announcements,
  type DragEndEvent,
  type Over,
} from '@dnd-kit/core';
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { GripVertical } from 'lucide-react';
import { useId, useMemo, useState, type CSSProperties, type ReactNode } from 'react';
import { Icon } from '@/components/ui/icon';
import { useSpoken } from '@/components/ui/spoken';
import { capitalised } from '@/lib/util/capitalised';

/** Takes the live region that the package brings: outside the page nobody hears it, and the page has its own. */
const nowhere = typeof document === 'undefined' ? null : document.createElement('div');

/**
 * A list that is put in order by dragging, by touch, or by keyboard on its handles (Space, arrows, Space). Its
 * items are known by position: `SortableItem` gives each its place and its handle.
 */
export function SortableList({
  count,
  isByKeyboard = true,
  onMove,
  children,
}: {
  count: number;
  /** False where the list has keys of its own for it. */
  isByKeyboard?: boolean;
  onMove: (from: number, to: number) => void;
  children: ReactNode;
}) {
  const mouse = useSensor(MouseSensor, { activationConstraint: { distance: 5 } });
  const touch = useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 6 } });
  const keyboard = useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates });
  const sensors = useSensors(mouse, touch, isByKeyboard ? keyboard : null);
  const end = ({ active, over }: DragEndEvent) => {
    if (over !== null && over.id !== active.id) onMove(Number(active.id) - 1, Number(over.id) - 1);
  };
  const helpId = useId();
  const [words, setWords] = useState('');
  useSpoken(words);
  const announcements = useMemo(() => spokenMoves(count, setWords), [count]);
  return (
    <DndContext
      // By this id a handle names what describes it.
      id={helpId}
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={end}
      accessibility={{ announcements, ...(nowhere !== null && { container: nowhere }) }}
    >
      {isByKeyboard ? (
        <span id={helpId} hidden>
          Space takes it, the arrows move it, Space puts it down, Esc leaves it where it was.
        </span>
      ) : null}
      <SortableContext
        // From 1: the package takes 0 for no id.
        items={Array.from({ length: count }, (_, index) => index + 1)}
        strategy={verticalListSortingStrategy}
      >
        {children}
      </SortableContext>
    </DndContext>
  );
}

/** Tells where an item is while it is moved, by the page's own region; the package is told nothing. */
function spokenMoves(count: number, tell: (words: string) => void): Announcements {
  const nameOf = ({ data }: Active) => String(data.current?.['label']);
  const placeOf = ({ id }: Active | Over) => `place ${id} of ${count}`;
  const say = (words: string) => {
    tell(capitalised(words));
    return undefined;
  };
  let told: Over['id'] | null = null;
  return {
    onDragStart({ active }) {
      told = active.id;
      return say(`${nameOf(active)} is taken, ${placeOf(active)}.`);
    },
    onDragOver({ active, over }) {
      // Where it was taken it is also over itself.
      if (over === null || over.id === told) return undefined;
      told = over.id;
      return say(`${nameOf(active)}, ${placeOf(over)}.`);
    },
    onDragEnd: ({ active, over }) => say(`${nameOf(active)} is put down, ${placeOf(over ?? active)}.`),
    onDragCancel: ({ active }) => say(`${nameOf(active)} stays at ${placeOf(active)}.`),
  };
}

type Place = { ref: (element: HTMLElement | null) => void; style: CSSProperties; isDragging: boolean };

/** One item of a `SortableList`. */
export function SortableItem({
  index,
  label,
  children,
}: {
  index: number;
  /** What is moved: "Message 2". */
  label: string;
  children: (place: Place, handle: ReactNode) => ReactNode;
}) {
  const { setNodeRef, setActivatorNodeRef, attributes, listeners, transform, transition, isDragging } =
    useSortable({ id: index + 1, data: { label }, animateLayoutChanges: () => false });
  const style: CSSProperties = {
    ...(transform === null ? {} : { transform: CSS.Translate.toString(transform) }),
    ...(transition === undefined ? {} : { transition }),
  };
  const handle = (
    <button
      type="button"
      className="grip"
      ref={setActivatorNodeRef}
      {...attributes}
      {...listeners}
      aria-label={`Move ${label}`}
    >
      <Icon of={GripVertical} size="m" />
    </button>
  );
  return children({ ref: setNodeRef, style, isDragging }, handle);
}
