import type { Virtualizer } from '@tanstack/react-virtual';

/** Maps the scroll bar of a shorter element to the whole height; nothing at a scale of 1. */
export function scaledScroll(scale: number) {
  if (scale === 1) return {};
  return {
    observeElementOffset: (
      { scrollElement, options }: Virtualizer<HTMLDivElement, Element>,
      tell: (offset: number, isScrolling: boolean) => void,
    ) => {
      if (scrollElement === null) return;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const say = (isScrolling: boolean) => tell(scrollElement.scrollTop * scale, isScrolling);
      const scroll = () => {
        clearTimeout(timer);
        timer = setTimeout(() => say(false), options.isScrollingResetDelay);
        say(true);
      };
      say(false);
      scrollElement.addEventListener('scroll', scroll, { passive: true });
      return () => {
        clearTimeout(timer);
        scrollElement.removeEventListener('scroll', scroll);
      };
    },
    scrollToFn: (
      offset: number,
      { adjustments = 0 }: { adjustments?: number },
      { scrollElement }: Virtualizer<HTMLDivElement, Element>,
    ) => {
      scrollElement?.scrollTo({ top: (offset + adjustments) / scale });
    },
  };
}
