import type { Metadata } from 'next';
import { SettingsView } from '@/components/shell/settings-view';
import { readConfig } from '@/lib/runtime/config';
import { dataDirSize } from '@/lib/runtime/data-dir-size';
import { usedLibraries } from '@/lib/runtime/used-libraries';

export const metadata: Metadata = { title: 'Settings' };

export default async function SettingsPage() {
  const { dataDir, host, port } = readConfig();
  return (
    <SettingsView
      dataDir={dataDir}
      // Not awaited: the page is there before thousands of files are counted.
      size={dataDirSize(dataDir)}
      address={`http://${host}:${port}`}
      libraries={await usedLibraries()}
    />
  );
}
