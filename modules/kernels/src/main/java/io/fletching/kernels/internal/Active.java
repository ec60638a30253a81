package io.fletching.kernels.internal;

import io.fletching.kernels.Bf16Kernels;
import io.fletching.kernels.HalfKernels;
import io.fletching.kernels.KernelChoice;
import io.fletching.kernels.Kernels;

/// The kernels of this JVM.
public final class Active {

    public static final Kernels F64 = new ScalarDouble();
    public static final Kernels F32 = KernelChoice.<Kernels>choose(() -> new ScalarFloat(), () -> new VectorFloat());

    public static final Bf16Kernels BF16 =
            KernelChoice.<Bf16Kernels>choose(() -> new ScalarBf16(), () -> new VectorBf16());
    public static final HalfKernels F16 =
            KernelChoice.<HalfKernels>choose(() -> new ScalarF16(), () -> new VectorF16());

    private Active() {}
}
