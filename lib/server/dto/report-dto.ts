import type { WireReport } from '@/lib/api/report-wire';
import type { AnswerCosts } from '@/lib/report/cost-fold';
import { nearLikeness } from '@/lib/report/near-duplicates';
import type { BalanceEntry, TextLengths } from '@/lib/report/report-fold';
import type { MarkCounts } from '@/lib/store/mark-counts';
import type { Duplicates, Report } from '../report/make-report';

/** A report as the wire has it. */
export function reportDto({ rows, costs, duplicates }: Report, marks: MarkCounts): WireReport {
  return {
    rows: rows.counts,
    balance: rows.balance.map(({ id, name, rows: accepted, values }) => ({
      attribute_id: id,
      name,
      rows: accepted,
      values: values.map((value) => ({
        id: value.id,
        name: value.name,
        cell: value.cell,
        range: value.range && { from: value.range.from, to: value.range.to },
        ...balanceDto(value),
        tried: value.tried,
        rejected: value.rejected,
        failed: value.failed,
      })),
    })),
    combinations: rows.combinations.map((entry) => ({
      pairs: entry.pairs.map(({ attribute, value, name }) => ({ attribute_id: attribute, value, name })),
      ...balanceDto(entry),
    })),
    lengths: rows.lengths.map(lengthsDto),
    near_duplicates: duplicates && duplicatesDto(duplicates),
    causes: rows.causes.map(({ status, code, count, firstRow }) => ({
      status,
      code,
      count,
      first_row: firstRow,
    })),
    marks: {
      good: marks.good,
      bad: marks.bad,
      edited: marks.edited,
      accepted_by_hand: marks.acceptedByHand,
      rejected_by_hand: marks.rejectedByHand,
    },
    costs: {
      own: costsDto(costs.own),
      reused: costsDto(costs.reused),
      by_status: {
        accepted: costsDto(costs.byStatus.accepted),
        rejected: costsDto(costs.byStatus.rejected),
        failed: costsDto(costs.byStatus.failed),
        spare: costsDto(costs.byStatus.spare),
      },
      by_attribute: costs.byAttribute.map((entry) => ({ attribute_id: entry.attribute, ...costsDto(entry) })),
    },
  };
}

function duplicatesDto({
  column,
  compared,
  duplicates,
  clusters,
}: Duplicates): WireReport['near_duplicates'] {
  return {
    column,
    threshold: nearLikeness,
    compared,
    rows: duplicates,
    clusters: clusters.map((cluster) => ({
      size: cluster.size,
      rows: [...cluster.rows],
      likeness: cluster.likeness,
      examples: cluster.examples.map(({ row, text }) => ({ row, text })),
    })),
  };
}

function balanceDto({ wanted, got, count, bound, isWithinChance }: BalanceEntry) {
  return { wanted, got, count, bound, within_chance: isWithinChance };
}

function lengthsDto({ column, rows, mean, median, shortest, longest, bins, by }: TextLengths) {
  return {
    column,
    rows,
    mean,
    median,
    shortest,
    longest,
    bins: bins.map(({ from, to, count }) => ({ from, to, count })),
    by: by.map(({ attribute, values }) => ({
      attribute_id: attribute,
      values: values.map((value) => ({
        id: value.id,
        name: value.name,
        rows: value.rows,
        mean: value.mean,
        counts: [...value.counts],
      })),
    })),
  };
}

function costsDto({ calls, promptTokens, completionTokens, costUsd }: AnswerCosts) {
  return { calls, prompt_tokens: promptTokens, completion_tokens: completionTokens, cost_usd: costUsd };
}
