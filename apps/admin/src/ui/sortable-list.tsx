import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  type Announcements,
  type UniqueIdentifier,
  PointerSensor,
  useSensor,
  useSensors,
  type DragEndEvent,
} from "@dnd-kit/core";
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { IconGripVertical } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./sortable-list.module.css";

interface Props<T> {
  label: string;
  items: readonly T[];
  keyOf: (item: T) => string;
  /** What a screen reader calls an item. */
  nameOf: (item: T) => string;
  render: (item: T, at: number) => ReactNode;
  /** Why the order cannot be changed. */
  reason?: string | undefined;
  onMove: (keys: string[]) => void;
}

/** A list whose order counts: dragged by its grips, or with Space, the arrows and Space again. */
export function SortableList<T>({ label, items, keyOf, nameOf, render, reason, onMove }: Props<T>) {
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const keys = items.map(keyOf);
  const end = ({ active, over }: DragEndEvent) => {
    const [from, to] = [keys.indexOf(String(active.id)), keys.indexOf(String(over?.id))];
    if (to >= 0 && from !== to) onMove(arrayMove(keys, from, to));
  };
  const placeOf = (key: UniqueIdentifier) => `place ${keys.indexOf(String(key)) + 1} of ${keys.length}`;
  const called = (key: UniqueIdentifier) => {
    const item = items[keys.indexOf(String(key))];
    return item === undefined ? "" : nameOf(item);
  };
  const announcements: Announcements = {
    onDragStart: ({ active }) => `${called(active.id)} is picked up, at ${placeOf(active.id)}.`,
    onDragOver: ({ active, over }) => (over ? `${called(active.id)} is at ${placeOf(over.id)}.` : undefined),
    onDragEnd: ({ active, over }) =>
      over ? `${called(active.id)} is put down, at ${placeOf(over.id)}.` : undefined,
    onDragCancel: ({ active }) => `${called(active.id)} stays where it was.`,
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={end}
      accessibility={{ announcements }}
    >
      <SortableContext items={keys} strategy={verticalListSortingStrategy}>
        <ol className={classes.list} aria-label={label}>
          {items.map((item, at) => (
            <SortableItem key={keyOf(item)} id={keyOf(item)} name={nameOf(item)} reason={reason}>
              {render(item, at)}
            </SortableItem>
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  );
}

function SortableItem(props: { id: string; name: string; reason: string | undefined; children: ReactNode }) {
  const { id, name, reason, children } = props;
  const isDisabled = reason !== undefined;
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } =
    useSortable({ id, disabled: isDisabled });
  return (
    <li
      ref={setNodeRef}
      className={classes.item}
      data-dragging={isDragging || undefined}
      style={{ transform: CSS.Translate.toString(transform), transition }}
    >
      <button
        type="button"
        ref={setActivatorNodeRef}
        className={classes.grip}
        title={reason ?? "Drag, or press Space and the arrows"}
        {...attributes}
        {...listeners}
        aria-label={`Move ${name}`}
      >
        <IconGripVertical size={16} aria-hidden />
      </button>
      <div className={classes.content}>{children}</div>
    </li>
  );
}
