/** What this thread holds on the graphics card, and what it has asked of it so far. */
export interface GpuLedger {
  /** Buffers that were made and not destroyed. */
  buffers: number;
  /** Bytes of those. */
  bytes: number;
  /** Dispatches of compute shaders. */
  dispatches: number;
  /** Buffers that were mapped to be read. */
  readBacks: number;
  /** Bytes of those. */
  readBytes: number;
}

/**
 * Keeps the books on WebGPU in this thread: onnxruntime does not tell what it allocates. Call it before the first
 * session is opened. Source: WebGPU, sections 5 and 16.
 */
export function openLedger(): GpuLedger {
  const ledger: GpuLedger = { buffers: 0, bytes: 0, dispatches: 0, readBacks: 0, readBytes: 0 };
  if (typeof GPUDevice === 'undefined') return ledger;
  const live = new WeakSet<GPUBuffer>();

  wrap(
    GPUDevice.prototype,
    'createBuffer',
    (create) =>
      function (this: GPUDevice, descriptor) {
        const buffer = create.call(this, descriptor);
        live.add(buffer);
        ledger.buffers += 1;
        ledger.bytes += buffer.size;
        return buffer;
      },
  );
  wrap(
    GPUBuffer.prototype,
    'destroy',
    (destroy) =>
      function (this: GPUBuffer) {
        if (live.delete(this)) {
          ledger.buffers -= 1;
          ledger.bytes -= this.size;
        }
        return destroy.call(this);
      },
  );
  wrap(
    GPUBuffer.prototype,
    'mapAsync',
    (map) =>
      function (this: GPUBuffer, mode, ...range) {
        if (mode === GPUMapMode.READ) {
          ledger.readBacks += 1;
          ledger.readBytes += range[1] ?? this.size;
        }
        return map.call(this, mode, ...range);
      },
  );
  for (const name of ['dispatchWorkgroups', 'dispatchWorkgroupsIndirect'] as const) {
    wrap(
      GPUComputePassEncoder.prototype,
      name,
      (dispatch) =>
        function (this: GPUComputePassEncoder, ...args: never[]) {
          ledger.dispatches += 1;
          return (dispatch as (...args: never[]) => undefined).apply(this, args);
        } as typeof dispatch,
    );
  }
  return ledger;
}

function wrap<Type, Name extends keyof Type>(
  prototype: Type,
  name: Name,
  around: (original: Type[Name]) => Type[Name],
): void {
  prototype[name] = around(prototype[name]);
}
