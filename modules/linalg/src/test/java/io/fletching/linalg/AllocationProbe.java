package io.fletching.linalg;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/// A program that prints how many bytes of heap one product takes on average, after rounds enough for the compiler.
final class AllocationProbe {
    private static final int WARM_UP = 1_000;
    private static final int MEASURED = 200;

    private AllocationProbe() {}

    public static void main(String[] arguments) {
        MatrixProduct product = BitsProbe.named(arguments[0]);
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Arena arena = Arena.ofShared()) {
            List<Case> cases = new ArrayList<>();
            for (int bits = 0; bits < 8; bits++) {
                for (int[] shape :
                        new int[][] {{128, 64, 64}, {13, 64, 32}, {5, 33, 200}, {3, 260, 300}, {1, 10, 64}}) {
                    cases.add(Case.of(
                            BitsProbe.bytes(product),
                            arena,
                            bits,
                            (bits & 1) != 0,
                            (bits & 2) != 0,
                            shape[0],
                            shape[1],
                            shape[2],
                            (bits & 4) != 0));
                }
            }
            // As training does: first one kind of product for long, then the others, for which it is compiled anew.
            rounds(product, cases.subList(0, 2), WARM_UP);
            rounds(product, cases, WARM_UP);
            long before = thread.getCurrentThreadAllocatedBytes();
            rounds(product, cases, MEASURED);
            long bytes = thread.getCurrentThreadAllocatedBytes() - before;
            System.out.println(bytes / ((long) MEASURED * cases.size()));
        }
    }

    private static void rounds(MatrixProduct product, List<Case> cases, int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < cases.size(); i++) {
                Case each = cases.get(i);
                each.blockInto(product, each.c(), 0, each.m(), 0, each.n());
            }
        }
    }
}
