"""Makes the Arrow files beside it with pyarrow (26.0.1): python make.py"""

import decimal
import os

import numpy as np
import pyarrow as pa
import pyarrow.ipc as ipc

HERE = os.path.dirname(os.path.abspath(__file__))
ROWS = 11  # more than a byte of bits


def numbers(kind, values):
    return pa.array(values, type=kind)


def tensor(values, kind, shape, permutation=None):
    type_ = pa.fixed_shape_tensor(kind, shape, permutation=permutation)
    size = int(np.prod(shape))
    storage = pa.FixedSizeListArray.from_arrays(pa.array(values, kind), size)
    return pa.ExtensionArray.from_storage(type_, storage)


def holes(values):
    """Null in every third row."""
    return [None if row % 3 == 1 else value for row, value in enumerate(values)]


def table():
    small = [row - 5 for row in range(ROWS)]
    large = [row * 20 for row in range(ROWS)]
    words = ["", "pear", "a text of more than twelve bytes", "Äpfel", "東京 is a longer text", "x", "yy", "z", "pear", "q", "r"]
    columns = {
        "int8": numbers(pa.int8(), holes(small)),
        "int16": numbers(pa.int16(), [300 * v for v in small]),
        "int32": numbers(pa.int32(), [70000 * v for v in small]),
        "int64": numbers(pa.int64(), [2**53 + 1, -(2**63), 2**63 - 1] + small[3:]),
        "uint8": numbers(pa.uint8(), large),
        "uint16": numbers(pa.uint16(), [v + 60000 for v in large]),
        "uint32": numbers(pa.uint32(), [v + 4_000_000_000 for v in large]),
        "uint64": numbers(pa.uint64(), [2**64 - 1, 2**63 + 1025, 2**63 + 1024] + large[3:]),
        "float16": pa.array(np.array([v / 4 for v in small], dtype=np.float16)),
        "float32": numbers(pa.float32(), [float("nan"), float("inf"), None] + [v / 8 for v in small[3:]]),
        "float64": numbers(pa.float64(), holes([v / 10 for v in small])),
        "decimal32": pa.array([decimal.Decimal(v) / 10 for v in small], pa.decimal32(5, 1)),
        "decimal64": pa.array([decimal.Decimal(v) / 100 for v in small], pa.decimal64(10, 2)),
        "decimal128": pa.array(holes([decimal.Decimal(v) / 1000 for v in small]), pa.decimal128(30, 3)),
        "decimal256": pa.array([decimal.Decimal(v) * 10**50 for v in small], pa.decimal256(60, 0)),
        "bool": pa.array(holes([row % 2 == 0 for row in range(ROWS)]), pa.bool_()),
        "utf8": pa.array(holes(words), pa.utf8()),
        "large_utf8": pa.array(words, pa.large_utf8()),
        "utf8_view": pa.array(holes(words), pa.string_view()),
        "dictionary": pa.array(holes(words), pa.utf8()).dictionary_encode(),
        "dictionary_of_numbers": pa.DictionaryArray.from_arrays(
            pa.array([row % 3 for row in range(ROWS)], pa.uint8()), pa.array([0.5, None, 2.5])
        ),
        "list_float32": pa.FixedSizeListArray.from_arrays(
            pa.array([v / 2 for v in range(3 * ROWS)], pa.float32()), 3
        ),
        "list_with_nulls": pa.array(
            [[1, 2], None, [3, None]] + [[v, -v] for v in small[3:]], pa.list_(pa.int16(), 2)
        ),
        "list_of_lists": pa.array([[[v, v + 1], [v + 2, v + 3]] for v in small], pa.list_(pa.list_(pa.float64(), 2), 2)),
        "tensor": tensor(list(range(6 * ROWS)), pa.float32(), [2, 3]),
        "tensor_in_order": tensor(list(range(6 * ROWS)), pa.float64(), [2, 3], permutation=[0, 1]),
        "tensor_turned": tensor(list(range(6 * ROWS)), pa.float32(), [2, 3], permutation=[1, 0]),
        "timestamp": pa.array(range(ROWS), pa.timestamp("us")),
        "date": pa.array(range(ROWS), pa.date32()),
        "binary": pa.array([b"x"] * ROWS, pa.binary()),
        "fixed_size_binary": pa.array([b"xy"] * ROWS, pa.binary(2)),
        "binary_view": pa.array([b"x"] * ROWS, pa.binary_view()),
        "list": pa.array([[1]] * ROWS, pa.list_(pa.int32())),
        "map": pa.array([[("k", 1)]] * ROWS, pa.map_(pa.utf8(), pa.int32())),
        "struct": pa.array([{"a": 1, "b": "x"}] * ROWS),
        "null": pa.nulls(ROWS),
        "dense_union": pa.UnionArray.from_dense(
            pa.array([0] * ROWS, pa.int8()), pa.array(range(ROWS), pa.int32()), [pa.array(range(ROWS)), pa.array(["x"])]
        ),
        "run_end_encoded": pa.RunEndEncodedArray.from_arrays(pa.array([ROWS], pa.int32()), pa.array([1.5])),
        "last": numbers(pa.int32(), list(range(ROWS))),
    }
    return pa.table(columns)


def whole(name, content, codec=None, chunk=ROWS):
    options = ipc.IpcWriteOptions(compression=codec)
    with ipc.new_file(os.path.join(HERE, name), content.schema, options=options) as writer:
        writer.write_table(content, max_chunksize=chunk)


def stream(name, content, codec=None, chunk=ROWS):
    options = ipc.IpcWriteOptions(compression=codec)
    with ipc.new_stream(os.path.join(HERE, name), content.schema, options=options) as writer:
        writer.write_table(content, max_chunksize=chunk)


def dictionaries(name, deltas):
    type_ = pa.dictionary(pa.int8(), pa.utf8())
    schema = pa.schema([("color", type_), ("row", pa.int32())])
    options = ipc.IpcWriteOptions(emit_dictionary_deltas=deltas)
    parts = [(["red", "green"], [0, 1, 0]), (["red", "green", "blue"], [2, None, 1])]
    if not deltas:
        parts.append((["black"], [0, 0, 0]))
    with ipc.new_stream(os.path.join(HERE, name), schema, options=options) as writer:
        for words, codes in parts:
            column = pa.DictionaryArray.from_arrays(pa.array(codes, pa.int8()), pa.array(words))
            writer.write_batch(pa.record_batch([column, pa.array([1, 2, 3], pa.int32())], schema=schema))


types = table()
whole("types.arrow", types)
stream("types.arrows", types, chunk=4)
# The texts of packed files repeat, or pyarrow leaves the buffers as they are.
packed = pa.table(
    {
        "number": pa.array([(row % 7) / 4 for row in range(300)], pa.float64()),
        "text": pa.array(["a text that is the same in every row"] * 300, pa.utf8()),
        "view": pa.array(["a text that is the same in every row"] * 300, pa.string_view()),
        "block": pa.FixedSizeListArray.from_arrays(pa.array([float(v % 5) for v in range(1200)], pa.float32()), 4),
    }
)
whole("lz4.arrow", packed, "lz4", 200)
whole("zstd.arrow", packed, "zstd", 200)
stream("zstd.arrows", packed, "zstd", 200)
dictionaries("replaced.arrows", False)
dictionaries("delta.arrows", True)
whole("empty.arrow", types.slice(0, 0))
