package io.fletching.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortableProductTest {
    private static final int[][] SHAPES = {
        {1, 1, 1}, {1, 10, 64}, {3, 1, 7}, {2, 5, 1}, {4, 32, 16}, {5, 33, 17}, {7, 31, 129}, {9, 64, 128},
        {33, 65, 130}, {34, 70, 300}, {1, 200, 257}, {63, 16, 2}, {6, 47, 0}, {0, 4, 4}, {4, 0, 4}, {64, 96, 64}
    };

    @AutoClose
    private final Arena arena = Arena.ofConfined();

    /// The oracle; its vector twin is compared with it.
    private static MatrixProduct portable(int bytes) {
        return bytes == Double.BYTES ? PortableProduct.scalarF64() : PortableProduct.scalar();
    }

    private static MatrixProduct vector(int bytes) {
        return bytes == Double.BYTES ? PortableProduct.vectorF64() : PortableProduct.vector();
    }

    private List<Case> cases() {
        return Stream.concat(cases(Float.BYTES).stream(), cases(Double.BYTES).stream())
                .toList();
    }

    private List<Case> cases(int bytes) {
        List<Case> cases = new ArrayList<>();
        for (int[] shape : SHAPES) {
            for (int bits = 0; bits < 8; bits++) {
                cases.add(Case.of(
                        bytes,
                        arena,
                        cases.size(),
                        (bits & 1) != 0,
                        (bits & 2) != 0,
                        shape[0],
                        shape[1],
                        shape[2],
                        (bits & 4) != 0));
            }
        }
        return cases;
    }

    @Test
    void agreesWithTheDefinitionAndWritesNothingElse() {
        for (Case each : cases()) {
            assertThat(each.faults(each.by(portable(each.bytes()))))
                    .as(each.toString())
                    .isEmpty();
        }
    }

    @Test
    void addsUpInTheOrderOfTheInnerIndex() {
        for (Case each : cases()) {
            double[] result = each.by(portable(each.bytes()));
            for (int i = 0; i < each.m(); i++) {
                for (int j = 0; j < each.n(); j++) {
                    assertThat(result[each.cAt() + i * each.ldc() + j]).isEqualTo(inOrder(each, i, j));
                }
            }
        }
    }

    @Test
    void hasTheSameBitsByVectors() {
        for (Case each : cases()) {
            assertThat(each.by(vector(each.bytes()))).as(each.toString()).isEqualTo(each.by(portable(each.bytes())));
        }
    }

    /// The compiler may use less of the processor than it has, so one machine has all the narrower ones too.
    @ParameterizedTest
    @CsvSource({"128, portable", "256, portable", "128, portable-f64", "256, portable-f64"})
    void hasTheSameBitsByNarrowVectors(int bits, String name) throws Exception {
        assumeThat(new FloatVectorPanel().width() / 2 * Float.SIZE).isGreaterThanOrEqualTo(bits);
        List<String> options = List.of("--add-modules=jdk.incubator.vector", "-XX:MaxVectorSize=" + bits / 8);
        MatrixProduct portable = portable(name.endsWith("f64") ? Double.BYTES : Float.BYTES);
        assertThat(ForkedJvm.run(options, BitsProbe.class, name))
                .isEqualTo(name + ", vector-" + bits + ", " + BitsProbe.hash(portable));
    }

    private static double inOrder(Case of, int i, int j) {
        double sum = of.accumulate() ? of.get(of.c(), of.cAt() + (long) i * of.ldc() + j) : 0;
        for (long p = 0; p < of.k(); p++) {
            long left = of.transposeA() ? p * of.lda() + i : (long) i * of.lda() + p;
            long right = of.transposeB() ? (long) j * of.ldb() + p : p * of.ldb() + j;
            double x = of.get(of.a(), of.aAt() + left);
            double y = of.get(of.b(), of.bAt() + right);
            sum = of.bytes() == Double.BYTES ? Math.fma(x, y, sum) : Math.fma((float) x, (float) y, (float) sum);
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 32, 50})
    void hasTheSameBitsHoweverItIsCut(int block) {
        for (Case each : cases()) {
            MemorySegment cut =
                    arena.allocate(each.c().byteSize(), each.bytes()).copyFrom(each.c());
            for (int i = 0; i < each.m(); i += block) {
                for (int j = 0; j < each.n(); j += block) {
                    each.blockInto(
                            portable(each.bytes()),
                            cut,
                            i,
                            Math.min(block, each.m() - i),
                            j,
                            Math.min(block, each.n() - j));
                }
            }
            assertThat(each.values(cut)).as(each.toString()).isEqualTo(each.by(portable(each.bytes())));
        }
    }

    @Test
    void keepsWhatIsNotANumberWhereItBelongs() {
        Case each = Case.of(arena, 1, false, false, 6, 40, 9, false);
        each.a().setAtIndex(ValueLayout.JAVA_FLOAT, each.aAt() + 2L * each.lda() + 3, Float.NaN);
        each.c().fill((byte) 0xff);
        double[] result = each.by(portable(each.bytes()));
        for (int i = 0; i < each.m(); i++) {
            for (int j = 0; j < each.n(); j++) {
                assertThat(Double.isNaN(result[each.cAt() + i * each.ldc() + j]))
                        .isEqualTo(i == 2);
            }
        }
    }
}
