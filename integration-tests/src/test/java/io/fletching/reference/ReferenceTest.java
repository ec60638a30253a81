package io.fletching.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// Everything that the figures of other libraries can be held against: a test for each case, and at the end a line for
/// each operation.
///
/// `-Dfletching.reference=DIR` runs the cases of another folder instead; `-Dgroups=reference` runs these tests alone.
@Tag("reference")
class ReferenceTest {
    private static final Map<String, Count> COUNTS = new TreeMap<>();

    private static final class Count {
        private int cases;
        private int run;
        private int passed;
        private final List<String> failed = new ArrayList<>();
    }

    @TestFactory
    Stream<DynamicTest> isReproduced() {
        return Cases.all().stream()
                .sorted(Comparator.comparing(Case::op))
                .filter(figures -> {
                    count(figures).cases++;
                    return Operations.ALL.containsKey(figures.op());
                })
                .map(figures -> DynamicTest.dynamicTest(figures.op() + ": " + figures.name(), () -> check(figures)));
    }

    private static void check(Case figures) {
        count(figures).run++;
        count(figures).failed.add(figures.name());
        var outputs = new Outputs(figures);
        operation(figures).check(figures, outputs);
        outputs.finish();
        count(figures).passed++;
        count(figures).failed.removeLast();
    }

    private static Operation operation(Case figures) {
        var operation = Operations.ALL.get(figures.op());
        assertThat(operation).as(figures.op()).isNotNull();
        return operation;
    }

    private static Count count(Case figures) {
        return COUNTS.computeIfAbsent(figures.op(), op -> new Count());
    }

    @AfterAll
    static void tell() {
        COUNTS.forEach((op, count) -> {
            System.out.println(
                    count.run == 0
                            ? "reference " + op + ": " + count.cases + " not known"
                            : "reference " + op + ": " + count.run + " run, " + count.passed + " passed");
            count.failed.forEach(name -> System.out.println("  failed: " + name));
        });
    }
}
