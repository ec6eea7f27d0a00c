/** Keeps calls back while an endpoint doesn't answer, and lets one through from time to time to look. */
export type EndpointGate = {
  readonly isClosed: boolean;
  /** When the next look is taken (ms since the epoch); only while closed. */
  readonly probeAtMs: number;
  readonly message: string;
  /** May a call start? While closed, one at `probeAtMs`. */
  admits(nowMs: number): boolean;
  /** A call starts; the first one through a closed gate is the probe. */
  start(ticket: number): void;
  /** The endpoint answered, be it with an error. */
  open(): void;
  /** No connection, or the connection broke. */
  fail(ticket: number, nowMs: number, message: string): void;
  /** The call ended and nothing was learned from it. */
  lose(ticket: number, nowMs: number): void;
};

const firstProbeMs = 1000;
const maxProbeMs = 30_000;

/** Makes an open gate. */
export function createEndpointGate(): EndpointGate {
  let closed: { probeAtMs: number; delayMs: number; probe: number | null; message: string } | null = null;

  return {
    get isClosed() {
      return closed !== null;
    },
    get probeAtMs() {
      return closed?.probeAtMs ?? 0;
    },
    get message() {
      return closed?.message ?? '';
    },
    admits: (nowMs) => closed === null || (closed.probe === null && nowMs >= closed.probeAtMs),
    start(ticket) {
      if (closed !== null) closed.probe = ticket;
    },
    open() {
      closed = null;
    },
    fail(ticket, nowMs, message) {
      if (closed === null) {
        closed = { probeAtMs: nowMs + firstProbeMs, delayMs: firstProbeMs, probe: null, message };
      } else if (closed.probe === ticket) {
        const delayMs = Math.min(maxProbeMs, closed.delayMs * 2);
        closed = { probeAtMs: nowMs + delayMs, delayMs, probe: null, message };
      }
    },
    lose(ticket, nowMs) {
      if (closed?.probe === ticket) this.fail(ticket, nowMs, closed.message);
    },
  };
}
