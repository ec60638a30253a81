package io.fletching.kernels.internal;

import io.fletching.kernels.Bf16Kernels;
import io.fletching.kernels.HalfKernels;
import io.fletching.kernels.Kernels;
import java.util.List;

/// The conversions of both twins. A float32 is two numbers of two bytes, any of their bits among them.
final class HalfOperation {
    private HalfOperation() {}

    static List<Operation> all() {
        return List.of(
                Operation.of("bf16 widen", (k, o, at, n) -> bf16(k).widen(o.x, at, o.out, at, n)),
                Operation.of("bf16 narrow", (k, o, at, n) -> bf16(k).narrow(o.x, at, o.out, at, n)),
                Operation.of(
                        "bf16 narrowAtRandom",
                        (k, o, at, n) -> bf16(k).narrowAtRandom(42, (3L << 32) + 7, at - 5, o.x, at, o.out, at, n)),
                Operation.of("f16 widen", (k, o, at, n) -> f16(k).widen(o.x, at, o.out, at, n)),
                Operation.of("f16 narrow", (k, o, at, n) -> f16(k).narrow(o.x, at, o.out, at, n)));
    }

    private static boolean isScalar(Kernels k) {
        return k.getClass().equals(ScalarFloat.class);
    }

    private static Bf16Kernels bf16(Kernels k) {
        return isScalar(k) ? Scalar.BF16 : Vector.BF16;
    }

    private static HalfKernels f16(Kernels k) {
        return isScalar(k) ? Scalar.F16 : Vector.F16;
    }

    private static final class Scalar {
        static final Bf16Kernels BF16 = new ScalarBf16();
        static final HalfKernels F16 = new ScalarF16();
    }

    /// Loaded where there is a Vector API.
    private static final class Vector {
        static final Bf16Kernels BF16 = new VectorBf16();
        static final HalfKernels F16 = new VectorF16();
    }
}
