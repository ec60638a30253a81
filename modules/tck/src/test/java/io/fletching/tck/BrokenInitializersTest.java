package io.fletching.tck;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.spi.DType;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Initializer;
import io.fletching.spi.Options;
import io.fletching.tck.Finding.Outcome;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Uniform numbers in `[-1, 1)` with one mistake break the rule of the mistake.
class BrokenInitializersTest {
    enum Mistake {
        NONE,
        STARTS_EVERY_PART_ANEW,
        INFINITE_ELEMENT,
        LOOKS_AT_THE_LAST_FILL,
        GENERATOR_OF_ITS_OWN,
        CONSTANT,
        FLOATS_WHATEVER_THE_TYPE,
        FLOATS_AND_SAYS_SO,
        DOUBLES_ALONE
    }

    private record Uniform(Mistake mistake) implements Initializer {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("uniform", "Uniform numbers");
        }

        @Override
        public Set<DType> types() {
            return switch (mistake) {
                case FLOATS_AND_SAYS_SO -> Set.of(DType.F32);
                case DOUBLES_ALONE -> Set.of(DType.F64);
                default -> Set.of(DType.F32, DType.F64);
            };
        }

        @Override
        public Filler bind(Options options) {
            return (values, state, fill) -> {
                if (values.size() == 0) {
                    return;
                }
                double before = values.get(0);
                fill.random().uniform(values, mistake == Mistake.STARTS_EVERY_PART_ANEW ? 0 : fill.first(), -1, 1);
                switch (mistake) {
                    case INFINITE_ELEMENT ->
                        values.set(0, fill.first() == 0 ? Double.POSITIVE_INFINITY : values.get(0));
                    case LOOKS_AT_THE_LAST_FILL -> values.set(0, Math.abs(before) <= 1 ? -before : values.get(0));
                    case GENERATOR_OF_ITS_OWN -> {
                        var name = fill.parameter().name();
                        for (long i = 0; i < values.size(); i++) {
                            values.set(i, new SplittableRandom(name.hashCode() + fill.first() + i).nextDouble());
                        }
                    }
                    case FLOATS_WHATEVER_THE_TYPE, FLOATS_AND_SAYS_SO -> {
                        for (long i = 0; i < values.size(); i++) {
                            values.data().set(JAVA_FLOAT_UNALIGNED, i * Float.BYTES, 0.5f);
                        }
                    }
                    case CONSTANT -> {
                        for (long i = 0; i < values.size(); i++) {
                            values.set(i, 0.5);
                        }
                    }
                    default -> {}
                }
            };
        }
    }

    private static Conformance declaring(Mistake mistake, Moments moments) {
        return Conformance.of(() -> new Uniform(mistake)).moments((options, parameter) -> Optional.of(moments));
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "CONSTANT", "FLOATS_AND_SAYS_SO"})
    void whatIsRightConforms(Mistake mistake) {
        Controls.breaks(() -> new Uniform(mistake));
    }

    @ParameterizedTest
    @CsvSource({
        "ALL-11, STARTS_EVERY_PART_ANEW",
        "INI-01, INFINITE_ELEMENT",
        "INI-02, LOOKS_AT_THE_LAST_FILL",
        "INI-03, GENERATOR_OF_ITS_OWN",
        "ALL-21, FLOATS_WHATEVER_THE_TYPE",
        "ALL-21, DOUBLES_ALONE"
    })
    void oneMistakeBreaksOneRule(String rule, Mistake mistake) {
        Controls.breaks(() -> new Uniform(mistake), rule);
    }

    @Test
    void whatDrawsNothingIsNotAskedForAnotherSeed() {
        var finding = Controls.finding(() -> new Uniform(Mistake.CONSTANT), "INI-03");
        assertThat(finding.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(finding.reason()).isEqualTo("it draws no numbers");
    }

    @Test
    void momentsAreMeasuredWhereTheyAreDeclared() {
        assertThat(Controls.finding(() -> new Uniform(Mistake.NONE), "INI-04").outcome())
                .isEqualTo(Outcome.SKIPPED);
        Controls.breaks(declaring(Mistake.NONE, Moments.uniform(-1, 1)));
        Controls.breaks(declaring(Mistake.NONE, Moments.uniform(-0.99, 1)), "INI-04");
        Controls.breaks(declaring(Mistake.NONE, new Moments(0, 1.0 / 3, -0.99, 1)), "INI-04");
        Controls.breaks(declaring(Mistake.NONE, Moments.normal(0, 0.56)), "INI-04");
        Controls.breaks(declaring(Mistake.NONE, Moments.normal(0.01, Math.sqrt(1.0 / 3))), "INI-04");
    }
}
