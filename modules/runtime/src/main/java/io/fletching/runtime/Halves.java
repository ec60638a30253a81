package io.fletching.runtime;

import io.fletching.kernels.HalfKernels;
import io.fletching.spi.DType;
import io.fletching.spi.Tensor;

/// Types of two bytes, in which numbers are stored, and float32, in which they are computed with.
public final class Halves {
    private Halves() {}

    /// Whether a type is BF16 or F16.
    public static boolean isHalf(DType type) {
        return type == DType.BF16 || type == DType.F16;
    }

    /// The type that numbers of this type are computed in: F32 for BF16 and F16, itself for any other.
    public static DType arithmetic(DType type) {
        return isHalf(type) ? DType.F32 : type;
    }

    /// Copies numbers of BF16 or F16 to float32, exactly.
    public static void widen(Tensor half, Tensor wide) {
        widen(half, wide, 0, half.size());
    }

    /// The same for elements `[first, first + count)` of both.
    public static void widen(Tensor half, Tensor wide, long first, long count) {
        kernels(half.dtype()).widen(half.data(), first, wide.data(), first, count);
    }

    /// Copies float32 to numbers of BF16 or F16, each rounded to the nearest.
    public static void narrow(Tensor wide, Tensor half) {
        narrow(wide, half, 0, half.size());
    }

    /// The same for elements `[first, first + count)` of both.
    public static void narrow(Tensor wide, Tensor half, long first, long count) {
        kernels(half.dtype()).narrow(wide.data(), first, half.data(), first, count);
    }

    private static HalfKernels kernels(DType type) {
        return switch (type) {
            case BF16 -> HalfKernels.bf16();
            case F16 -> HalfKernels.f16();
            default -> throw new IllegalArgumentException("The type is " + type + "; expected BF16 or F16.");
        };
    }
}
