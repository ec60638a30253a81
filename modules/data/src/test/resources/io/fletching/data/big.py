"""Writes a table of any size in Parquet with pyarrow: python big.py FILE GIB [CODEC]

A block of 64 numbers, a number and a class that follows from the block; row groups of 131,072 rows.
"""

import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

WIDTH = 64
ROWS = 1 << 17

path, size = sys.argv[1], float(sys.argv[2])
codec = sys.argv[3] if len(sys.argv) > 3 else "snappy"
schema = pa.schema([("block", pa.list_(pa.float32(), WIDTH)), ("noise", pa.float64()), ("class", pa.utf8())])
random = np.random.default_rng(4)
with open(path, "wb") as file, pq.ParquetWriter(file, schema, compression=codec) as writer:
    while file.tell() < size * 2**30:
        block = random.random((ROWS, WIDTH), dtype=np.float32) - np.float32(0.5)
        left = block[:, : WIDTH // 2].sum(axis=1) > block[:, WIDTH // 2 :].sum(axis=1)
        columns = [
            pa.FixedSizeListArray.from_arrays(pa.array(block.ravel()), WIDTH),
            pa.array(random.random(ROWS)),
            pa.array(np.where(left, "left", "right")),
        ]
        writer.write_table(pa.table(columns, schema=schema))
