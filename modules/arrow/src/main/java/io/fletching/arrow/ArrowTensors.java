package io.fletching.arrow;

import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.FieldType;

/// Arrow data seen as tensors, and tensors as Arrow data. Nothing is copied: both sides have the same address.
///
/// A vector of Float4 (F32), Float8 (F64), Float2 (F16), TinyInt (I8), Int (I32) or BigInt (I64) is a tensor `[n]`;
/// fixed-size lists of them, nested to any depth, are `[rows, list, …]`. Tensors have no nulls, so a vector with one
/// is refused.
public final class ArrowTensors {
    private static final Map<DType, MinorType> VECTORS = Map.of(
            DType.F32, MinorType.FLOAT4,
            DType.F64, MinorType.FLOAT8,
            DType.F16, MinorType.FLOAT2,
            DType.I8, MinorType.TINYINT,
            DType.I32, MinorType.INT,
            DType.I64, MinorType.BIGINT);

    private ArrowTensors() {}

    /// A view of a vector, sliced or not: of its present buffers, so it must not grow meanwhile.
    ///
    /// @throws FletchingException of kind `DATA` for a null, named by its index, or a type that is no tensor's
    public static TensorView of(FieldVector vector) {
        String name = "Vector '" + vector.getName() + "'";
        long size = vector.getValueCount();
        var dims = LongStream.builder().add(size);
        FieldVector values = vector;
        requireValues(values, size, name);
        while (values instanceof FixedSizeListVector lists) {
            dims.add(lists.getListSize());
            size *= lists.getListSize();
            values = lists.getDataVector();
            requireValues(values, size, name + ", in its lists,");
        }
        return of(
                values.getDataBuffer(),
                0,
                type(values, name),
                Shape.of(dims.build().toArray()));
    }

    /// A view of the bytes of a buffer from `firstByte` on, at any alignment.
    ///
    /// @throws FletchingException of kind `DATA` where the buffer is too short
    public static TensorView of(ArrowBuf buffer, long firstByte, DType type, Shape shape) {
        return new TensorView(buffer, firstByte, type, shape);
    }

    /// An F32 tensor of a region, or a part of one, as a vector `[size]` without nulls. The caller closes the vector,
    /// before the region.
    ///
    /// @throws FletchingException of kind `USER` where the tensor is not F32, or not of this region
    public static Float4Vector vector(String name, Tensor tensor, Memory owner) {
        if (tensor.dtype() != DType.F32) {
            throw unsuited(name, tensor, "expected elements of F32.");
        }
        int size = count(name, tensor, tensor.size());
        var vector = new Float4Vector(name, required(MinorType.FLOAT4.getType()), owner.allocator());
        return loaded(vector, size, owner, () -> load(vector, size, tensor, owner));
    }

    /// A tensor of a region, or a part of one, as lists `[rows, rowLength]` without nulls; a scalar or vector is one
    /// list, see [Shape#rows()]. The caller closes the vector, before the region.
    ///
    /// @throws FletchingException of kind `USER` where the tensor is BF16, which Arrow lacks, or not of this region
    public static FixedSizeListVector rows(String name, Tensor tensor, Memory owner) {
        MinorType element = VECTORS.get(tensor.dtype());
        if (element == null) {
            throw unsuited(name, tensor, "Arrow has no vector of " + tensor.dtype() + ".");
        }
        int size = count(name, tensor, tensor.size());
        int rows = count(name, tensor, tensor.shape().rows());
        var list =
                new ArrowType.FixedSizeList(count(name, tensor, tensor.shape().rowLength()));
        var vector = new FixedSizeListVector(name, owner.allocator(), required(list), null);
        var values =
                (FieldVector) vector.addOrGetVector(required(element.getType())).getVector();
        return loaded(vector, size, owner, () -> {
            load(values, size, tensor, owner);
            vector.loadFieldBuffers(node(rows), List.of(owner.allocator().getEmpty()));
        });
    }

    private static <V extends FieldVector> V loaded(V vector, int size, Memory owner, Runnable load) {
        try {
            load.run();
            return vector;
        } catch (RuntimeException refused) {
            vector.close();
            throw refused instanceof OutOfMemoryException
                    ? owner.noRoom("the validity of vector '" + vector.getName() + "'", (size + 7L) / 8, refused)
                    : refused;
        }
    }

    /// Hands a vector the tensor's memory. Told of no nulls, Arrow takes no validity bits and makes some, all set.
    private static void load(FieldVector values, int size, Tensor tensor, Memory owner) {
        values.loadFieldBuffers(node(size), List.of(owner.allocator().getEmpty(), owner.buffer(tensor)));
    }

    private static ArrowFieldNode node(int count) {
        return new ArrowFieldNode(count, 0);
    }

    private static FieldType required(ArrowType type) {
        return FieldType.notNullable(type);
    }

    /// Arrow counts with `int`.
    private static int count(String name, Tensor tensor, long n) {
        if (n > Integer.MAX_VALUE) {
            throw unsuited(name, tensor, "Arrow's vectors end at 2147483647 elements.");
        }
        return (int) n;
    }

    private static FletchingException unsuited(String name, Tensor tensor, String why) {
        return new FletchingException(
                Kind.USER, "vector-type", "The tensor " + tensor + " cannot be vector '" + name + "': " + why);
    }

    private static DType type(FieldVector values, String name) {
        for (var entry : VECTORS.entrySet()) {
            if (entry.getValue() == values.getMinorType()) {
                return entry.getKey();
            }
        }
        throw unusable(
                "vector-type",
                name + " has elements of " + values.getMinorType() + "; a tensor can see "
                        + VECTORS.values().stream().sorted().toList() + " and fixed-size lists of them.");
    }

    private static void requireValues(FieldVector values, long size, String name) {
        if (values.getValueCount() < size) {
            throw unusable(
                    "vector-short", name + " has " + values.getValueCount() + " elements; expected " + size + ".");
        }
        int nulls = values.getNullCount();
        for (int i = 0; nulls > 0 && i < size; i++) {
            if (values.isNull(i)) {
                throw unusable(
                        "vector-null",
                        name + " has a null at index " + i + "; tensors have no nulls. Fill or drop them first.");
            }
        }
    }

    private static FletchingException unusable(String code, String message) {
        return new FletchingException(Kind.DATA, code, message);
    }
}
