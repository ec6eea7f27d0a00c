/**
 * What to make of a 429. A limit that is truly reached hits every later call too; a single 429 among answers (a busy
 * replica, a proxy) doesn't, and then only the call that got it has to wait.
 */
export type SlowDown = {
  /** Until when no call starts; 0 = calls may start. */
  readonly untilMs: number;
  readonly message: string;
  /** A call was told to slow down. True when this begins a pause or belongs to calls started after the last one. */
  refuse(refusal: { ticket: number; newestTicket: number; untilMs: number; message: string }): boolean;
  /** A call was answered. True when this shows that the pause was for nothing. */
  answer(ticket: number): boolean;
  /** Ends a pause whose time is over. True when one ended. */
  expire(nowMs: number): boolean;
};

/** So many answers to later calls must stand against each 429 before a pause is lifted. */
const answersAgainstOne = 4;

/** Makes one without a pause. */
export function createSlowDown(): SlowDown {
  let pause: {
    untilMs: number;
    firstTicket: number;
    refused: number;
    answered: number;
    message: string;
  } | null = null;
  let shrunkUpTo = -1;

  return {
    get untilMs() {
      return pause?.untilMs ?? 0;
    },
    get message() {
      return pause?.message ?? '';
    },
    refuse({ ticket, newestTicket, untilMs, message }) {
      if (pause === null) {
        pause = { untilMs, firstTicket: ticket, refused: 1, answered: 0, message };
      } else {
        pause.untilMs = Math.max(pause.untilMs, untilMs);
        pause.firstTicket = Math.min(pause.firstTicket, ticket);
        pause.refused += 1;
      }
      if (ticket <= shrunkUpTo) return false;
      shrunkUpTo = newestTicket;
      return true;
    },
    answer(ticket) {
      if (pause === null || ticket < pause.firstTicket) return false;
      pause.answered += 1;
      if (pause.answered < answersAgainstOne * pause.refused) return false;
      pause = null;
      return true;
    },
    expire(nowMs) {
      if (pause === null || nowMs < pause.untilMs) return false;
      pause = null;
      return true;
    },
  };
}
