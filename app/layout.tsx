import type { Metadata, Viewport } from 'next';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { Shell } from '@/components/shell/shell';
import { themeScript } from '@/components/shell/theme';
import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/controls.css';
import './styles/dialog.css';

export const metadata: Metadata = {
  title: { default: 'Seedloom', template: '%s · Seedloom' },
  description: 'A studio for synthetic data made with language models.',
  icons: { icon: '/favicon.svg' },
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

/** Nothing is prerendered at build: every page shows what this machine's database holds now. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection();
  // The script sets data-theme before React wakes; that one difference is wanted.
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        <script dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body>
        <Shell>{children}</Shell>
      </body>
    </html>
  );
}
