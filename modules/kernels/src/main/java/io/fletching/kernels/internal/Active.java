package io.fletching.kernels.internal;

import io.fletching.kernels.KernelChoice;
import io.fletching.kernels.Kernels;

/// The kernels of this JVM.
public final class Active {

    public static final Kernels F64 = new ScalarDouble();
    public static final Kernels F32 = KernelChoice.<Kernels>choose(() -> new ScalarFloat(), () -> new VectorFloat());

    private Active() {}
}
