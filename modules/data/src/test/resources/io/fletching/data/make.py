"""Makes the Parquet files beside it with pyarrow (26.0.1): python make.py"""

import decimal
import os

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

HERE = os.path.dirname(os.path.abspath(__file__))
ROWS = 11


def holes(values):
    """Null in every third row."""
    return [None if row % 3 == 1 else value for row, value in enumerate(values)]


def types():
    small = [row - 5 for row in range(ROWS)]
    words = ["", "pear", "a text of more than twelve bytes", "Äpfel", "東京", "x", "yy", "z", "pear", "q", "r"]
    tensor = pa.fixed_shape_tensor(pa.float32(), [2, 3])
    storage = pa.FixedSizeListArray.from_arrays(pa.array(range(6 * ROWS), pa.float32()), 6)
    return pa.table(
        {
            "int8": pa.array(holes(small), pa.int8()),
            "int16": pa.array([300 * v for v in small], pa.int16()),
            "int32": pa.array([70000 * v for v in small], pa.int32()),
            "int64": pa.array([2**53 + 1, -(2**63), 2**63 - 1] + small[3:], pa.int64()),
            "uint8": pa.array([20 * row for row in range(ROWS)], pa.uint8()),
            "uint16": pa.array([60000 + row for row in range(ROWS)], pa.uint16()),
            "uint32": pa.array([4_000_000_000 + row for row in range(ROWS)], pa.uint32()),
            "uint64": pa.array([2**64 - 1, 2**63 + 1025, 2**63 + 1024] + list(range(3, ROWS)), pa.uint64()),
            "float16": pa.array(np.array([v / 4 for v in small], dtype=np.float16)),
            "float32": pa.array([float("nan"), float("inf"), None] + [v / 8 for v in small[3:]], pa.float32()),
            "float64": pa.array(holes([v / 10 for v in small]), pa.float64()),
            "decimal9": pa.array([decimal.Decimal(v) / 10 for v in small], pa.decimal128(5, 1)),
            "decimal18": pa.array(holes([decimal.Decimal(v) / 100 for v in small]), pa.decimal128(15, 2)),
            "decimal30": pa.array([decimal.Decimal(v) / 1000 for v in small], pa.decimal128(30, 3)),
            "bool": pa.array(holes([row % 2 == 0 for row in range(ROWS)]), pa.bool_()),
            "utf8": pa.array(holes(words), pa.utf8()),
            "large_utf8": pa.array(words, pa.large_utf8()),
            "dictionary": pa.array(holes(words), pa.utf8()).dictionary_encode(),
            "list_float32": pa.FixedSizeListArray.from_arrays(
                pa.array([v / 2 for v in range(3 * ROWS)], pa.float32()), 3
            ),
            "list_with_nulls": pa.array(
                [[1, 2], None, [3, None]] + [[v, -v] for v in small[3:]], pa.list_(pa.int16(), 2)
            ),
            "list": pa.array([[v, v + 0.5] for v in small], pa.list_(pa.float64())),
            "tensor": pa.ExtensionArray.from_storage(tensor, storage),
            "uneven": pa.array([[1.0]] * 7 + [[1.0, 2.0]] + [[1.0]] * 3, pa.list_(pa.float64())),
            "texts": pa.array([["a"]] * ROWS, pa.list_(pa.utf8())),
            "lists_of_lists": pa.array([[[1.0]]] * ROWS, pa.list_(pa.list_(pa.float64()))),
            "timestamp": pa.array(range(ROWS), pa.timestamp("us")),
            "date": pa.array(range(ROWS), pa.date32()),
            "time": pa.array(range(ROWS), pa.time64("us")),
            "binary": pa.array([b"x"] * ROWS, pa.binary()),
            "fixed_size_binary": pa.array([b"xy"] * ROWS, pa.binary(2)),
            "map": pa.array([[("k", 1)]] * ROWS, pa.map_(pa.utf8(), pa.int32())),
            "struct": pa.array([{"a": 1, "b": "x"}] * ROWS),
            "last": pa.array(range(ROWS), pa.int32()),
        }
    )


def packed(rows=300):
    return pa.table(
        {
            "number": pa.array([(row % 7) / 4 for row in range(rows)], pa.float64()),
            "text": pa.array([f"text {row % 5}" for row in range(rows)], pa.utf8()),
            "integer": pa.array([None if row % 11 == 0 else row * 37 % 101 for row in range(rows)], pa.int32()),
            "block": pa.FixedSizeListArray.from_arrays(
                pa.array([float(v % 5) for v in range(4 * rows)], pa.float32()), 4
            ),
        }
    )


def write(name, table, **options):
    pq.write_table(table, os.path.join(HERE, name + ".parquet"), **options)


write("types", types(), compression="none", row_group_size=4)
write("empty", types().slice(0, 0), compression="none")
for codec in ["none", "snappy", "gzip", "zstd", "lz4", "brotli"]:
    write(codec, packed(), compression=codec, row_group_size=200)
write("pages", packed(), compression="none", data_page_version="2.0", data_page_size=512, use_dictionary=False)
encodings = {"number": "BYTE_STREAM_SPLIT", "text": "DELTA_BYTE_ARRAY", "integer": "DELTA_BINARY_PACKED"}
write("encodings", packed(), compression="zstd", use_dictionary=False, column_encoding=encodings)
write("pages_snappy", packed(), compression="snappy", data_page_version="2.0", data_page_size=512)
write("indexed", packed(), compression="snappy", data_page_size=512, write_page_index=True)


def same(rows=4500):
    """The table of SameBitsTest, which makes it again in Java."""
    numbers = range(rows)
    return pa.table(
        {
            "eighths": pa.array([(row * 7919 % 1009) / 8 - 50 for row in numbers], pa.float64()),
            "tenths": pa.array([(row % 97) / 10 for row in numbers], pa.float64()),
            "count": pa.array([row * 31 % 613 for row in numbers], pa.int64()),
            "color": pa.array([["red", "grün", "blue, deep"][row * 7 % 3] for row in numbers], pa.utf8()),
            "block": pa.FixedSizeListArray.from_arrays(
                pa.array([(v * 13 % 101) / 4 for v in range(3 * rows)], pa.float32()), 3
            ),
            "y": pa.array([["yes", "no"][row % 5 // 3] for row in numbers], pa.utf8()),
        }
    )


write("same", same(), compression="zstd", row_group_size=1000)
