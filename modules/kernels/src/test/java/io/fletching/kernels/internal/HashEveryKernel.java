package io.fletching.kernels.internal;

import io.fletching.kernels.Kernels;
import java.lang.foreign.Arena;

/// Prints the name of the kernels of this JVM and a hash of what every one of them gives.
final class HashEveryKernel {

    private HashEveryKernel() {}

    public static void main(String[] arguments) {
        Kernels kernels = Kernels.f32();
        long hash = 0;
        try (Arena arena = Arena.ofConfined()) {
            Operands operands = new Operands(arena, kernels, 2000, false);
            for (Operation operation : Operation.all()) {
                for (int n : new int[] {0, 1, 15, 16, 77}) {
                    operands.reset(2000);
                    double result = operation.body().run(kernels, operands, 3, n);
                    hash = hash * 31 + Double.doubleToLongBits(result);
                    hash = hash * 31 + operands.hash(2000);
                }
            }
        }
        System.out.println("kernels=" + kernels.name() + " hash=" + Long.toHexString(hash));
    }
}
