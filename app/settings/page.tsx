import type { Metadata } from 'next';
import { SettingsView } from '@/components/shell/settings-view';
import { readConfig } from '@/lib/runtime/config';

export const metadata: Metadata = { title: 'Settings' };

export default function SettingsPage() {
  const { dataDir, host, port } = readConfig();
  return <SettingsView dataDir={dataDir} address={`http://${host}:${port}`} />;
}
