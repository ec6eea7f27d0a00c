'use client';

import { useEffect, useEffectEvent, useState } from 'react';

/** Takes files that are dropped anywhere on the page; tells whether some hover over it. */
export function useFileDrop(onFiles: (files: readonly File[]) => void): boolean {
  const [isDragged, setIsDragged] = useState(false);
  const drop = useEffectEvent((event: DragEvent) => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    setIsDragged(false);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length > 0) onFiles(files);
  });
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!holdsFile(event)) return;
      event.preventDefault();
      setIsDragged(true);
    };
    const leave = (event: DragEvent) => {
      // Leaving the window has no element to go to; leaving a child has.
      if (event.relatedTarget === null) setIsDragged(false);
    };
    const listen = (event: DragEvent) => drop(event);
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', listen);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', listen);
    };
  }, []);
  return isDragged;
}

function holdsFile(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}
