package io.fletching.kernels.internal;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Runs every vector kernel until it is compiled, in an order drawn from a seed, and prints those that still
/// allocate.
///
/// Without buffers of its own for each thread (`-XX:-UseTLAB`) the heap of the serial collector tells each byte.
final class WarmEveryKernel {

    private static final int WARM = 6000;
    private static final int MEASURED = 200;
    /// A string concatenation and the like, in all calls together.
    private static final long NOISE = 20_000;

    private WarmEveryKernel() {}

    public static void main(String[] arguments) {
        List<Operation> operations = new ArrayList<>(Operation.all());
        Collections.shuffle(operations, new Random(Long.getLong("seed")));
        ScalarFloat kernels = new VectorFloat();
        double sink = 0;
        int measured = 0;
        try (Arena arena = Arena.ofShared()) {
            Operands operands = new Operands(arena, kernels, 1000, false);
            for (Operation operation : operations) {
                for (int i = 0; i < WARM; i++) {
                    sink += operation.body().run(kernels, operands, 1, 160);
                }
                long before = used();
                for (int i = 0; i < MEASURED; i++) {
                    sink += operation.body().run(kernels, operands, 1, 160);
                }
                long bytes = used() - before;
                measured++;
                if (bytes < 0 || bytes > NOISE) {
                    System.out.println("ALLOCATES " + operation.name() + ": " + bytes / MEASURED + " bytes a call");
                }
            }
        }
        System.out.println("measured " + measured + " (" + (sink == 0 ? "idle" : "busy") + ")");
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
