import { useEffect, useState } from 'react';

/** Whether an element has been in sight, even in part, since it was drawn; within whatever it scrolls in. */
export function useInSight(element: HTMLElement | null): boolean {
  const [wasSeen, setWasSeen] = useState(false);
  useEffect(() => {
    if (element === null || wasSeen) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setWasSeen(true);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [element, wasSeen]);
  return wasSeen;
}
