'use client';

import { Check, ChevronRight, CircleAlert, Minus, Pause, Play, X, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { Icon } from '@/components/ui/icon';
import { Skeleton } from '@/components/ui/states';
import type { WireColumn, WireRow } from '@/lib/api/dataset-wire';
import { mostArrivals, type Arrival } from '@/lib/client/arrivals';
import { formatCount, formatLatency } from '@/lib/client/format';

/** The name of a sampled value by its attribute and id, when the recipe is known. */
export type NameOfSampled = (attributeId: string, valueId: string) => string | undefined;

const marks: Record<WireRow['status'], { icon: LucideIcon; tone: string; word: string }> = {
  accepted: { icon: Check, tone: 'ok', word: 'Accepted' },
  rejected: { icon: X, tone: 'warn', word: 'Rejected' },
  failed: { icon: CircleAlert, tone: 'bad', word: 'Failed' },
  spare: { icon: Minus, tone: 't3', word: 'Spare' },
};

const none: readonly Arrival[] = [];

/** The newest rows. Holds still on request, and by itself while the pointer or the focus is inside. */
export function Arriving({
  arrivals: known,
  columns,
  nameOfSampled,
  isHeld,
  hasEnded,
  onHold,
  onShowAll,
  onShowRow,
}: {
  /** Undefined while they are fetched. */
  arrivals: readonly Arrival[] | undefined;
  columns: readonly WireColumn[];
  nameOfSampled: NameOfSampled;
  isHeld: boolean;
  hasEnded: boolean;
  onHold: (held: boolean) => void;
  onShowAll: () => void;
  onShowRow: (row: number) => void;
}) {
  const arrivals = known ?? none;
  const [isInside, setInside] = useState(false);
  const [kept, setKept] = useState<readonly Arrival[] | null>(null);
  // What is shown at that moment stays; before the first rows there is nothing to hold.
  const holds = isHeld || isInside;
  if (holds && kept === null && arrivals.length > 0) setKept(arrivals);
  if (!holds && kept !== null) setKept(null);
  const shown = kept ?? arrivals;
  const missed = kept === null ? 0 : newSince(kept, arrivals);
  const enter = () => setInside(true);
  const leave = () => setInside(false);
  const { chip, text } = leadColumns(columns, shown, nameOfSampled);
  return (
    <section className="card" aria-labelledby="arriving">
      <div className="card-head">
        <h2 id="arriving">{hasEnded ? 'Last rows' : 'Arriving'}</h2>
        <span className={missed > 0 ? 'small t3 num' : 'small t3 wide-only'}>
          {missed > 0 ? `${formatCount(missed)} new` : 'newest first'}
        </span>
        <span className="right row tight">
          {/* Nothing arrives any more, but a list that was held when the run ended can still be let go. */}
          {hasEnded && !isHeld ? null : (
            <Button
              look="ghost"
              size="small"
              icon={isHeld ? Play : Pause}
              aria-pressed={isHeld}
              onClick={() => onHold(!isHeld)}
            >
              {isHeld ? 'Go on' : 'Hold still'}
            </Button>
          )}
          <Button look="ghost" size="small" onClick={onShowAll}>
            All rows
            <Icon of={ChevronRight} size="m" />
          </Button>
        </span>
      </div>
      <div
        className="arrivals"
        role="log"
        aria-live="off"
        aria-label="Newest rows"
        onPointerEnter={enter}
        onPointerLeave={leave}
        onFocus={enter}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) leave();
        }}
      >
        {known === undefined ? (
          <div className="card-empty">
            <Skeleton width="80%" />
          </div>
        ) : shown.length === 0 ? (
          <p className="card-empty t3">
            {hasEnded
              ? 'This run made no rows.'
              : 'No rows yet. The first ones arrive a few seconds after the start.'}
          </p>
        ) : (
          shown
            .slice(0, mostArrivals)
            .map((arrival) => (
              <ArrivalLine
                key={arrival.index}
                arrival={arrival}
                chip={chip}
                text={text}
                nameOfSampled={nameOfSampled}
                onShow={() => onShowRow(arrival.index)}
              />
            ))
        )}
      </div>
    </section>
  );
}

function ArrivalLine(props: {
  arrival: Arrival;
  chip: string | null;
  text: string | null;
  nameOfSampled: NameOfSampled;
  onShow: () => void;
}) {
  const { arrival, chip, text } = props;
  const mark = marks[arrival.status];
  const drawn = chip === null ? undefined : arrival.texts[chip]?.text;
  const answer = text === null ? '' : (arrival.texts[text]?.text ?? '');
  const isDim = arrival.status !== 'accepted';
  return (
    <button type="button" className={arrival.isNew ? 'arrive new' : 'arrive'} onClick={props.onShow}>
      <span className={mark.tone} title={mark.word}>
        <Icon of={mark.icon} size="m" />
        <span className="hidden-text">{mark.word}</span>
      </span>
      <span className="i">{formatCount(arrival.index)}</span>
      {chip === null ? null : (
        <span className="row">
          {drawn === undefined ? null : (
            <Chip kind="sampled">{props.nameOfSampled(chip, drawn) ?? drawn}</Chip>
          )}
        </span>
      )}
      <span className={isDim ? 'q cut t3' : 'q cut'} dir="auto">
        {arrival.status === 'failed' ? arrival.reason : answer}
        {arrival.status === 'failed' || arrival.reason === null ? null : (
          <span className="small">
            {answer === '' ? '' : ' · '}
            {arrival.reason}
          </span>
        )}
      </span>
      <span className="took small t3 num">{tookWords(arrival)}</span>
    </button>
  );
}

/** How long the answers took; of a row that got none, how often it was tried. */
function tookWords({ tookMs, tries, status }: Arrival): string {
  if (tookMs !== null) return formatLatency(tookMs);
  return status === 'failed' && tries !== null && tries > 1 ? `${formatCount(tries)} tries` : '';
}

/**
 * The columns that tell rows apart at a glance: a sampled one as chip, if there is one whose values have names, and the
 * first written one as text.
 */
function leadColumns(
  columns: readonly WireColumn[],
  arrivals: readonly Arrival[],
  nameOfSampled: NameOfSampled,
): { chip: string | null; text: string | null } {
  const first = (...kinds: WireColumn['kind'][]) => columns.find(({ kind }) => kinds.includes(kind))?.name;
  const isNamed = (column: string) =>
    arrivals.some(({ texts }) => {
      const drawn = texts[column]?.text;
      return drawn !== undefined && nameOfSampled(column, drawn) !== undefined;
    });
  const named = columns.find(({ kind, name }) => kind === 'sampled' && isNamed(name))?.name;
  return {
    chip: named ?? first('sampled') ?? null,
    text: first('generated') ?? first('conversation') ?? first('transformed', 'source') ?? null,
  };
}

function newSince(kept: readonly Arrival[], now: readonly Arrival[]): number {
  const seen = new Set(kept.map(({ index }) => index));
  return now.filter(({ index }) => !seen.has(index)).length;
}
