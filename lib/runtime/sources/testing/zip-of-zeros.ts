import { deflateRawSync } from 'node:zlib';

/** Bytes of a zip archive with one entry of zeros, which may say another size than it has. */
export function zipOfZeros(name: string, bytes: number, said = bytes): Uint8Array {
  const packed = deflateRawSync(Buffer.alloc(bytes));
  const path = Buffer.from(name);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(said, 22);
  local.writeUInt16LE(path.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(said, 24);
  central.writeUInt16LE(path.length, 28);
  const start = local.length + path.length + packed.length;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + path.length, 12);
  end.writeUInt32LE(start, 16);
  return Buffer.concat([local, path, packed, central, path, end]);
}
