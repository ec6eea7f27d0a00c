'use client';

import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
  type DragEndEvent,
} from '@dnd-kit/core';
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { GripVertical } from 'lucide-react';
import type { CSSProperties, ReactNode } from 'react';
import { Icon } from '@/components/ui/icon';

/** Takes what the package would tell of keys that a list doesn't have: outside the page nobody hears it. */
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
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={end}
      {...(isByKeyboard || nowhere === null ? {} : { accessibility: { container: nowhere } })}
    >
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
    useSortable({ id: index + 1, animateLayoutChanges: () => false });
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
