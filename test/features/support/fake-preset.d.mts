import type {
  Device,
  ExtractorOptions,
  ItemInput,
  Modality,
  PresetEntry,
} from "../../../src/features/contract.js";

export interface FakeOptions {
  readonly id?: string;
  readonly modality?: Modality;
  readonly dim?: number;
  readonly batchSize?: number;
  readonly delayMs?: number;
  readonly device?: Device;
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  readonly packages?: Readonly<Record<string, string>>;
  readonly onBatch?: (batch: readonly ItemInput[]) => void;
  readonly onOpen?: (options: ExtractorOptions) => void;
  readonly onClose?: () => void;
}

export function fakePreset(options?: FakeOptions): PresetEntry;
export function fakeVector(bytes: Uint8Array | string, dim: number): Float32Array;
