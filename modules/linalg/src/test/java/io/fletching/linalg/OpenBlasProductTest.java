package io.fletching.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenBlasProductTest {
    @AutoClose
    private final Arena arena = Arena.ofShared();

    private final MatrixProduct openBlas = MatrixProduct.openBlas();

    /// A product for each transposition, too large for the portable loops where B is not transposed.
    private List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int bits = 0; bits < 8; bits++) {
            for (int bytes : new int[] {Float.BYTES, Double.BYTES}) {
                cases.add(Case.of(bytes, arena, bits, (bits & 1) != 0, (bits & 2) != 0, 13, 220, 301, (bits & 4) != 0));
            }
        }
        return cases;
    }

    @Test
    void agreesWithTheDefinitionAndWritesNothingElse() {
        for (Case each : cases()) {
            assertThat(each.faults(each.by(each.bytes() == Double.BYTES ? openBlas.inFloat64() : openBlas)))
                    .as(each.toString())
                    .isEmpty();
        }
    }

    @Test
    void takesEmptyProducts() {
        for (int bits = 0; bits < 8; bits++) {
            boolean transposeB = (bits & 2) != 0;
            for (int[] shape : new int[][] {{0, 300, 300}, {3, 0, 300}, {3, 300, 0}}) {
                Case each = Case.of(
                        arena, bits, (bits & 1) != 0, transposeB, shape[0], shape[1], shape[2], (bits & 4) != 0);
                assertThat(each.faults(each.by(openBlas))).as(each.toString()).isEmpty();
            }
        }
    }

    @Test
    void overwritesWhatWasNotANumber() {
        Case each = Case.of(arena, 1, false, true, 6, 40, 9, false);
        each.c().fill((byte) 0xff);
        assertThat(each.faults(each.by(openBlas))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void hasTheSameBitsOnHoweverManyThreads(int threads) throws Exception {
        Case each = Case.of(arena, 5, false, false, 64, 300, 400, false);
        double[] alone = each.by(openBlas);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            Callable<double[]> call = () -> each.by(openBlas);
            List<Future<double[]>> results = new ArrayList<>();
            for (int i = 0; i < 4 * threads; i++) {
                results.add(pool.submit(call));
            }
            for (Future<double[]> result : results) {
                assertThat(result.get()).isEqualTo(alone);
            }
        }
    }

    /// At this size OpenBLAS adds up in another order, so equal bits tell which of the two ran.
    @Test
    void leavesSmallProductsToThePortableLoopsWhateverTheHeight() {
        for (int m : new int[] {1, 8, 600}) {
            Case small = Case.of(arena, m, false, false, m, 64, 1024, true);
            assertThat(small.by(openBlas)).isEqualTo(small.by(MatrixProduct.portable()));
        }
        Case large = Case.of(arena, 1, false, false, 8, 65, 1024, true);
        assertThat(large.by(openBlas)).isNotEqualTo(large.by(MatrixProduct.portable()));
        Case twice = Case.of(Double.BYTES, arena, 1, false, false, 8, 33, 1024, true);
        assertThat(twice.by(openBlas.inFloat64())).isNotEqualTo(twice.by(MatrixProduct.portableF64()));
    }

    @Test
    void saysWhatRuns() {
        assertThat(openBlas.name()).isEqualTo("openblas");
        assertThat(openBlas.inFloat64().name()).isEqualTo("openblas-f64");
        assertThat(openBlas.description()).startsWith("openblas, ").contains("OpenBLAS 0.");
    }

    @Test
    void refusesASizeBeyondAnInt() {
        MemorySegment memory = arena.allocate(300 * 300 * Float.BYTES, Float.BYTES);
        long wide = 1L << 31;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> openBlas.multiply(
                        false, false, 1, 300, 300, memory, 0, wide, memory, 0, 300, memory, 0, 300, false))
                .withMessageContaining("'2147483648'")
                .withMessageContaining("--matmul portable");
    }

    @Test
    void saysWhatToAddWhereThereIsNone() {
        assertThatIllegalStateException()
                .isThrownBy(() -> OpenBlasLibrary.load("org/bytedeco/openblas/nowhere"))
                .withMessageStartingWith(
                        "OpenBLAS was not found: there is no resource 'org/bytedeco/openblas/nowhere/libgcc_s.so.1'")
                .withMessageContaining("put the artifact org.bytedeco:openblas with the classifier linux-x86_64")
                .withMessageContaining("--matmul portable");
    }
}
