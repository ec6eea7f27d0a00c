/** The counts of a run that the funnel draws. planned = generated + inFlight + waiting + failed. */
export type FunnelCounts = {
  planned: number;
  generated: number;
  accepted: number;
  rejected: number;
  spare: number;
  failed: number;
  inFlight: number;
  waiting: number;
};

/** Whose colour a band or an edge has. */
export type FunnelPart =
  | 'planned'
  | 'generated'
  | 'inFlight'
  | 'waiting'
  | 'failed'
  | 'accepted'
  | 'rejected'
  | 'spare';

/** A curved band between two edges; heights in the units of the drawing. */
export type FunnelBand = {
  part: FunnelPart;
  fromX: number;
  toX: number;
  fromY: number;
  toY: number;
  height: number;
};

/** The solid edge at which a band begins or ends. */
export type FunnelEdge = { part: FunnelPart; x: number; y: number; height: number };

/** Where a leaf's words stand, by the middle of its edge. */
export type FunnelLeaf = { part: FunnelPart; x: number; middleY: number };

/** Where the words of a stage stand: in a block beside a high edge, in one line beside a low one. */
export type FunnelStage = {
  part: 'planned' | 'generated' | 'accepted';
  x: number;
  middleY: number;
  isLine: boolean;
};

export type FunnelGeometry = {
  stages: readonly FunnelStage[];
  bands: readonly FunnelBand[];
  edges: readonly FunnelEdge[];
  leaves: readonly FunnelLeaf[];
};

/** The drawing's own size: 1,000 wide, stretched to the card; one unit of height is one pixel. */
export const funnelSize = { width: 1000, height: 196 };

/** A band with any row in it is at least this high. */
export const leastBandPx = 3;

const edgeWidth = 6;
const middleX = 430;
const rightX = 800;
const top = 6;
const fullHeight = 140;
const leafGap = 18;
/** The height of a stage's three lines. */
const blockHeight = 70;

/**
 * Lays out the funnel: heights in proportion to the rows of the planned edge, none of a part that exists
 * thinner than 3 px, edges exactly as high as the bands that meet them, leaves never on top of each other.
 */
export function funnelGeometry(counts: FunnelCounts): FunnelGeometry {
  if (counts.planned <= 0) return { stages: [], bands: [], edges: [], leaves: [] };
  const left = shareHeights([counts.generated, counts.inFlight, counts.waiting, counts.failed], fullHeight);
  const [generated = 0, inFlight = 0, waiting = 0, failed = 0] = left;
  const right = shareHeights([counts.accepted, counts.rejected, counts.spare], generated);
  const [accepted = 0, rejected = 0, spare = 0] = right;

  const bands: FunnelBand[] = [];
  const edges: FunnelEdge[] = [
    { part: 'planned', x: 0, y: top, height: generated + inFlight + waiting + failed },
  ];
  const leaves: FunnelLeaf[] = [];

  const stages: FunnelStage[] = [
    { part: 'planned', x: 0, middleY: top + 32 + blockHeight / 2, isLine: false },
  ];
  const middleStage = stageBeside('generated', middleX, generated);
  const rightStage = stageBeside('accepted', rightX, accepted);
  if (generated > 0) stages.push(middleStage, rightStage);

  let fromY = top;
  let toY = top;
  let lastMiddle = generated > 0 ? lowestWords(middleStage) : -Infinity;
  const flowTo = (part: FunnelPart, fromX: number, toX: number, height: number, gap: number) => {
    if (height === 0) return;
    // Leaves keep the distance of a line of text, however thin their bands are.
    const y = gap === 0 ? toY : Math.max(toY + gap, lastMiddle + leafGap - height / 2);
    bands.push({ part, fromX: fromX + edgeWidth, toX, fromY, toY: y, height });
    edges.push({ part, x: toX, y, height });
    if (gap > 0) {
      leaves.push({ part, x: toX, middleY: y + height / 2 });
      lastMiddle = y + height / 2;
    }
    fromY += height;
    toY = y + height;
  };

  flowTo('generated', 0, middleX, generated, 0);
  flowTo('inFlight', 0, middleX, inFlight, 18);
  flowTo('waiting', 0, middleX, waiting, 12);
  const failedFrom = fromY;
  const middleEnd = toY;

  fromY = top;
  toY = top;
  lastMiddle = generated > 0 ? lowestWords(rightStage) : -Infinity;
  flowTo('accepted', middleX, rightX, accepted, 0);
  flowTo('rejected', middleX, rightX, rejected, 18);
  flowTo('spare', middleX, rightX, spare, 12);

  if (failed > 0) {
    // Failed rows pass below everything, from the planned edge to the far end.
    const y = Math.min(
      Math.max(middleEnd + 14, toY + 14, lastMiddle + leafGap - failed / 2),
      funnelSize.height - failed - 4,
    );
    bands.push({ part: 'failed', fromX: edgeWidth, toX: middleX, fromY: failedFrom, toY: y, height: failed });
    bands.push({ part: 'failed', fromX: middleX, toX: rightX, fromY: y, toY: y, height: failed });
    edges.push({ part: 'failed', x: rightX, y, height: failed });
    leaves.push({ part: 'failed', x: rightX, middleY: y + failed / 2 });
  }
  return { stages, bands, edges, leaves };
}

function stageBeside(part: 'generated' | 'accepted', x: number, height: number): FunnelStage {
  const isLine = height < blockHeight + 6;
  return { part, x, isLine, middleY: isLine ? Math.max(12, top + height / 2) : top + 32 + blockHeight / 2 };
}

/** The middle of a stage's lowest line, which leaves keep clear of. */
function lowestWords({ middleY, isLine }: FunnelStage): number {
  return isLine ? middleY + 3 : middleY + blockHeight / 2 - 9;
}

/** The outline of a band as an SVG path: straight at both ends, one bend in the middle. */
export function bandPath({ fromX, toX, fromY, toY, height }: FunnelBand): string {
  const bendX = round((fromX + toX) / 2);
  const [a, b, c, d] = [fromY, toY, toY + height, fromY + height].map(round);
  return `M${fromX} ${a}C${bendX} ${a} ${bendX} ${b} ${toX} ${b}V${c}C${bendX} ${c} ${bendX} ${d} ${fromX} ${d}z`;
}

/** Shares out a height by counts; what exists gets its least height from the largest part. */
function shareHeights(counts: readonly number[], height: number): number[] {
  const sum = counts.reduce((total, count) => total + Math.max(0, count), 0);
  if (sum === 0 || height === 0) return counts.map(() => 0);
  const heights = counts.map((count) => (count <= 0 ? 0 : Math.max(leastBandPx, (height * count) / sum)));
  const excess = heights.reduce((total, part) => total + part, 0) - height;
  const largest = heights.indexOf(Math.max(...heights));
  return heights.map((part, at) => round(at === largest ? Math.max(leastBandPx, part - excess) : part));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
