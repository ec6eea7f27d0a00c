'use client';

import { useSearchParams } from 'next/navigation';
import { showToast } from '@/components/ui/toast';
import { messageOf } from '@/lib/client/api';
import { useModelsNow, useUpdateModel } from '@/lib/client/models';
import { askedPrice } from '@/lib/client/price-address';
import { PriceDialog } from './price-dialog';

/** The price that the address asks for: an estimate that misses it leads right to its form. */
export function AskedPrice() {
  const asked = askedPrice(useSearchParams());
  const models = useModelsNow().data ?? [];
  const setPrice = useUpdateModel();
  const model = models.find(({ engine, name }) => engine === asked?.engine && name === asked.name);
  if (model === undefined) return null;
  return (
    <PriceDialog
      model={model}
      onSave={(price) =>
        setPrice.mutateAsync({ id: model.id, ...price }).then(
          () => true,
          (error: unknown) => {
            showToast({ tone: 'bad', text: messageOf(error) });
            return false;
          },
        )
      }
      onClose={() => window.history.replaceState(null, '', window.location.pathname)}
    />
  );
}
