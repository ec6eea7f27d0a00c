'use client';

import { CircleAlert, X } from 'lucide-react';
import { create } from 'zustand';
import { useEffect } from 'react';
import { Button, IconButton } from './button';
import { Icon } from './icon';

export type Toast = {
  text: string;
  tone?: 'plain' | 'bad';
  action?: { label: string; run: () => void };
  /** How long it stays; without it, 5 s, and with an action or a bad tone until it is dismissed. */
  stayMs?: number;
};

type Shown = Toast & { id: number };

const useToasts = create<{ shown: readonly Shown[]; nextId: number }>(() => ({ shown: [], nextId: 1 }));

/** Tells of something done elsewhere than where the person looks. At most three are shown. */
export function showToast(toast: Toast): number {
  const id = useToasts.getState().nextId;
  useToasts.setState((state) => ({ nextId: id + 1, shown: [...state.shown, { ...toast, id }].slice(-3) }));
  return id;
}

/** Takes a toast away before its time. */
export function dismissToast(id: number): void {
  useToasts.setState((state) => ({ shown: state.shown.filter((toast) => toast.id !== id) }));
}

/** Shows the toasts; stands once in the shell. */
export function Toaster() {
  const shown = useToasts((state) => state.shown);
  return (
    <div className="toasts" role="region" aria-label="Messages" aria-live="polite">
      {shown.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast }: { toast: Shown }) {
  const { id, tone = 'plain', action } = toast;
  const stayMs = toast.stayMs ?? (action !== undefined || tone === 'bad' ? null : 5000);
  useEffect(() => {
    if (stayMs === null) return;
    const timer = setTimeout(() => dismissToast(id), stayMs);
    return () => clearTimeout(timer);
  }, [id, stayMs]);
  return (
    <div className={`toast ${tone}`} role={tone === 'bad' ? 'alert' : undefined}>
      {tone === 'bad' ? <Icon of={CircleAlert} /> : null}
      <span className="grow">{toast.text}</span>
      {action === undefined ? null : (
        <Button
          size="small"
          onClick={() => {
            action.run();
            dismissToast(id);
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton label="Dismiss" icon={X} size="small" onClick={() => dismissToast(id)} />
    </div>
  );
}
