'use client';

import { useState, type SubmitEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { typedAmount } from '@/lib/client/typed-number';
import type { UpdateModelBody, WireModel } from '@/lib/api/model-wire';
import { nameProblem } from '@/lib/client/name-problem';

/** The price of a model, with where it stands and of which day it is. */
export function PriceDialog({
  model,
  onSave,
  onClose,
}: {
  model: WireModel;
  onSave: (price: UpdateModelBody) => Promise<boolean>;
  onClose: () => void;
}) {
  const isSet = model.price_source === 'set';
  const [input, setInput] = useState(model.input_usd_per_million?.toString() ?? '');
  const [output, setOutput] = useState(model.output_usd_per_million?.toString() ?? '');
  const [from, setFrom] = useState(isSet ? (model.price_from ?? '') : '');
  const [day, setDay] = useState(isSet ? (model.price_date ?? '') : '');
  const [isBusy, setBusy] = useState(false);
  const prices = [readPrice(input), readPrice(output)] as const;
  const [inputUsd, outputUsd] = prices;
  const why =
    inputUsd === undefined || outputUsd === undefined
      ? 'A price is a number such as 0.25'
      : inputUsd === null || outputUsd === null
        ? 'Enter both prices'
        : nameProblem(from);
  const save = async (price: UpdateModelBody) => {
    setBusy(true);
    const isSaved = await onSave(price);
    setBusy(false);
    if (isSaved) onClose();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (why !== undefined || inputUsd === undefined || outputUsd === undefined || isBusy) return;
    void save({
      input_usd_per_million: inputUsd,
      output_usd_per_million: outputUsd,
      price_from: from,
      ...(day !== '' && { price_date: day }),
    });
  };
  const priceError = (usd: number | null | undefined) =>
    usd === undefined ? 'A number such as 0.25' : undefined;
  return (
    <Dialog
      open
      onClose={onClose}
      width="narrow"
      title={`Price of ${model.name}`}
      description="Dollars per million tokens."
      foot={
        <>
          {isSet ? (
            <Button
              size="large"
              look="ghost"
              busy={isBusy}
              onClick={() => void save({ input_usd_per_million: null, output_usd_per_million: null })}
            >
              Forget this price
            </Button>
          ) : null}
          <span className="grow" />
          <Button size="large" onClick={onClose}>
            Cancel
          </Button>
          <Button size="large" look="primary" type="submit" form="price-form" busy={isBusy} off={why}>
            Save
          </Button>
        </>
      }
    >
      <form id="price-form" className="stack add-provider" onSubmit={submit}>
        <div className="price-fields">
          <TextField
            label="Input, for a million tokens"
            inputMode="decimal"
            lead={<span className="t3">$</span>}
            value={input}
            error={priceError(inputUsd)}
            autoFocus
            onChange={(event) => setInput(event.target.value)}
          />
          <TextField
            label="Output, for a million tokens"
            inputMode="decimal"
            lead={<span className="t3">$</span>}
            value={output}
            error={priceError(outputUsd)}
            onChange={(event) => setOutput(event.target.value)}
          />
        </div>
        <div className="price-fields">
          <TextField
            label="Where it stands"
            placeholder="such as their price page"
            dir="auto"
            value={from}
            error={nameProblem(from)}
            onChange={(event) => setFrom(event.target.value)}
          />
          <TextField
            label="Of which day"
            type="date"
            value={day}
            hint="Empty means today."
            onChange={(event) => setDay(event.target.value)}
          />
        </div>
      </form>
    </Dialog>
  );
}

/** A price as typed: null for none, undefined for what is no price. */
function readPrice(text: string): number | null | undefined {
  return text.trim() === '' ? null : (typedAmount(text) ?? undefined);
}
