'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { isWorthRetrying } from './api';

/** Gives all pages one cache of what the server knows. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(createQueryClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

/** The cache with the app's habits; also for tests. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2000,
        // The server is usually this machine: being offline says nothing about reaching it.
        networkMode: 'always',
        retry: (failures, error) => failures < 3 && isWorthRetrying(error),
        retryDelay: (failures) => Math.min(500 * 2 ** failures, 4000),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
