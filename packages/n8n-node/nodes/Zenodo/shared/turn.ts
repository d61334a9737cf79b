import type { CallOptions, Zenodo } from '@zenodo-connect/core/portable';
import { isRecordId } from '@zenodo-connect/core/portable';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

/** One item's turn in an operation: its fields, the way to Zenodo, and what it gives back. */
export class Turn {
  readonly context: IExecuteFunctions;
  readonly itemIndex: number;
  readonly zenodo: Zenodo;
  /** Passed to every call: ends it when the execution is stopped. */
  readonly call: CallOptions;
  /** The draft that is being worked on; a failure after it was made tells it. */
  draftId: string | undefined;

  constructor(context: IExecuteFunctions, itemIndex: number, zenodo: Zenodo, signal: AbortSignal | undefined, timeoutMs: number) {
    this.context = context;
    this.itemIndex = itemIndex;
    this.zenodo = zenodo;
    this.call = { timeoutMs, ...(signal && { signal }) };
  }

  get dryRun(): boolean {
    return this.option('dryRun', false);
  }

  get simplify(): boolean {
    return this.option('simplify', true);
  }

  /** The signal alone, for recipes of many calls. */
  get until(): { signal?: AbortSignal } {
    return this.call.signal ? { signal: this.call.signal } : {};
  }

  value(name: string, fallback: boolean): boolean;
  value(name: string, fallback: string): string;
  value<Value>(name: string, fallback: Value): Value;
  value<Value>(name: string, fallback: Value): Value {
    const given = (this.context.getNodeParameter(name, this.itemIndex, fallback as object) ?? fallback) as Value;
    // An expression may give the word.
    return (typeof fallback === 'boolean' ? String(given) === 'true' : given) as Value;
  }

  /** Without white space around it; empty when there is none. */
  text(name: string): string {
    return String(this.value<unknown>(name, '')).trim();
  }

  /** @throws {NodeOperationError} the field is empty */
  needed(name: string, label: string, description = 'Fill it in, or check the expression in it'): string {
    return this.text(name) || this.refuse(`'${label}' is missing`, description);
  }

  option(name: string, fallback: boolean): boolean;
  option(name: string, fallback: number): number;
  option(name: string, fallback: string): string;
  option<Value>(name: string, fallback: Value): Value;
  option<Value>(name: string, fallback: Value): Value {
    return this.value(`options.${name}`, fallback);
  }

  optionText(name: string): string | undefined {
    return String(this.option<unknown>(name, '')).trim() || undefined;
  }

  /** What a locator points at, in whichever of its modes. @throws {NodeOperationError} nothing is chosen */
  located(name: string, label: string): string {
    const value = this.context.getNodeParameter(name, this.itemIndex, '', { extractValue: true });
    return String(value ?? '').trim() || this.refuse(`'${label}' is missing`, 'Choose one from the list, or give its ID or address');
  }

  /** @throws {NodeOperationError} nothing is chosen, or what can be no id of a record */
  recordId(name: 'recordId' | 'draftId'): string {
    const label = name === 'recordId' ? 'Record' : 'Draft';
    const id = this.located(name, label);
    const isId: boolean = isRecordId(id);
    if (!isId)
      this.refuse(`'${label}' is '${id.slice(0, 60)}', which is no ID`, 'Give the number at the end of its address, such as 10075034');
    if (name === 'draftId') this.draftId = id;
    return id;
  }

  /** Ends this item with a sentence about its fields. */
  refuse(message: string, description: string): never {
    throw new NodeOperationError(this.context.getNode(), message, { itemIndex: this.itemIndex, description });
  }

  /** The items that this one leads to. */
  gives(...outputs: readonly IDataObject[]): INodeExecutionData[] {
    return outputs.map((json) => ({ json, pairedItem: { item: this.itemIndex } }));
  }
}

/** An operation: works on one item and answers with the items that it leads to. */
export type Operation = (turn: Turn) => Promise<INodeExecutionData[]>;
