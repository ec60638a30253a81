package io.fletching.tck;

import io.fletching.kernels.KernelChoice;
import io.fletching.spi.Descriptor;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;
import io.fletching.spi.Update;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/// Gradient descent that makes one mistake, or none.
class Descent implements Optimizer {
    enum Mistake {
        NONE,
        ANOTHER_DESCRIPTOR,
        EMPTY_SUMMARY,
        TWO_VALUES_OF_ONE_TEXT,
        WRONG_EXCEPTION_AT_A_BOUND,
        ANOTHER_LAYOUT,
        NAMELESS_REFUSAL,
        EXCEPTION_FOR_SCALARS,
        LOOKS_AT_THE_ADDRESS,
        LOOKS_AT_THE_THREAD,
        LOOKS_AT_THE_PART,
        LOOKS_AT_THE_KERNELS,
        READS_SCRATCH,
        WRITES_BESIDE,
        WRITES_THE_GRADIENT,
        LAST_BOUND_WINS,
        FIRST_PLAN_WINS,
        REFUSES_NAN,
        NEVER_ENDS,
        ALLOCATES,
        STARTS_A_THREAD,
        SETS_A_PROPERTY,
        PRINTS,
        WRITES_A_FILE,
        COUNTS_IN_A_FIELD,
        FORGETS_THE_SCALE,
        READS_THE_OPTION,
        READS_SCALARS,
        DIVIDES_BY_ZERO,
        GOES_UPHILL,
        WRONG_EVALUATION_WEIGHTS,
        EVALUATES_BY_A_FIELD
    }

    enum Choice {
        ONE_TWO,
        one_two
    }

    private static final Option<Double> LR = Option.learningRate(0.125);
    private static final Option<Double> FACTOR = Option.real("factor", "On every step", 1, 0.5, 2);
    private static final Option<Double> UNSAID = Option.real("factor", " ", 1, 0.5, 2);
    private static final Option<Choice> CHOICE = Option.choice("choice", "Either", Choice.one_two);
    private static final StateSlot MEAN = StateSlot.like("mean");
    private static final StateSlot SCRATCH = StateSlot.like("scratch").life(StateSlot.Life.SCRATCH);
    private static volatile double lastFactor;

    @SuppressWarnings("UnusedVariable") // what is written here escapes, and so is made
    private static volatile byte[] sink = {};

    private final Mistake mistake;
    private int described;

    Descent(Mistake mistake) {
        this.mistake = mistake;
    }

    @Override
    public Descriptor descriptor() {
        described++;
        return switch (mistake) {
            case EMPTY_SUMMARY -> Descriptor.of("descent", "Gradient descent", LR, UNSAID);
            case TWO_VALUES_OF_ONE_TEXT -> Descriptor.of("descent", "Gradient descent", LR, FACTOR, CHOICE);
            case ANOTHER_DESCRIPTOR -> Descriptor.of("descent", "Gradient descent " + described, LR, FACTOR);
            default -> Descriptor.of("descent", "Gradient descent", LR, FACTOR);
        };
    }

    @Override
    public Rule bind(Options options) {
        double factor = options.get(FACTOR);
        if (mistake == Mistake.WRONG_EXCEPTION_AT_A_BOUND && factor == 2) {
            throw new IllegalArgumentException("factor");
        }
        lastFactor = factor;
        return new Moving(mistake, factor, options.get(LR));
    }

    private static final class Moving implements Rule {
        private final Mistake mistake;
        private final double factor;
        private final double lr;
        private final AtomicReference<Tensor> first = new AtomicReference<>();
        private final AtomicReference<Long> start = new AtomicReference<>();
        private final AtomicReference<Long> last = new AtomicReference<>(0L);
        private int layouts;

        Moving(Mistake mistake, double factor, double lr) {
            this.mistake = mistake;
            this.factor = factor;
            this.lr = lr;
        }

        @Override
        public StateLayout layout(Parameter parameter) {
            boolean scalar = parameter.shape().rank() == 0;
            if (mistake == Mistake.NAMELESS_REFUSAL && scalar) {
                throw new FletchingException(FletchingException.Kind.USER, "scalar", "No scalars.");
            }
            if (mistake == Mistake.EXCEPTION_FOR_SCALARS && scalar) {
                throw new IllegalStateException("No scalars.");
            }
            int version = mistake == Mistake.ANOTHER_LAYOUT ? ++layouts : 1;
            return StateLayout.elementwise(MEAN, SCRATCH).scalars(1).version(version);
        }

        @Override
        public void prepare(Update update, double[] scalars) {
            scalars[0] = mistake == Mistake.READS_SCALARS && scalars[0] == 7 ? 2 : 1;
        }

        @Override
        public void step(Tensor parameter, Tensor gradient, State state, Step step) {
            last.set(step.number());
            if (parameter.size() == 0) {
                return;
            }
            double rate = mistake == Mistake.READS_THE_OPTION ? lr : step.learningRate();
            double scale = mistake == Mistake.FORGETS_THE_SCALE ? 1 : step.gradientScale();
            double by = misled(parameter, gradient, state, step) * step.scalar(0) * rate;
            var mean = state.get(MEAN);
            for (long i = 0; i < parameter.size(); i++) {
                mean.set(i, 0.5 * mean.get(i) + 0.5 * scale * gradient.get(i));
                parameter.set(i, parameter.get(i) - by * mean.get(i));
            }
            if (mistake == Mistake.WRITES_THE_GRADIENT) {
                writable(gradient.data().address()).set(ValueLayout.JAVA_FLOAT_UNALIGNED, 0, 0);
            }
            if (mistake == Mistake.WRITES_BESIDE && step.first() == 0) {
                writable(parameter.data().address() - 4).set(ValueLayout.JAVA_FLOAT_UNALIGNED, 0, 0);
            }
        }

        @SuppressWarnings("restricted") // the mistake
        private static MemorySegment writable(long address) {
            return MemorySegment.ofAddress(address).reinterpret(4);
        }

        /// The factor on the step; another one where a mistake shows.
        private double misled(Tensor parameter, Tensor gradient, State state, Step step) {
            boolean wrong = switch (mistake) {
                case LOOKS_AT_THE_ADDRESS -> parameter.data().address() % 64 != 0;
                case LOOKS_AT_THE_THREAD -> Thread.currentThread().getName().startsWith("fletching-worker");
                case LOOKS_AT_THE_PART -> step.count() > 65_536;
                case LOOKS_AT_THE_KERNELS -> KernelChoice.vector();
                case READS_SCRATCH -> Double.isNaN(state.get(SCRATCH).get(0));
                case COUNTS_IN_A_FIELD -> start.updateAndGet(n -> n == null ? step.number() : n) > 1;
                case FIRST_PLAN_WINS ->
                    step.first() == 0 && first.updateAndGet(t -> t == null ? parameter : t) != parameter;
                default -> false;
            };
            return switch (mistake) {
                case LAST_BOUND_WINS -> lastFactor;
                case DIVIDES_BY_ZERO -> factor / Math.ceil(Math.min(1, Math.abs(gradient.get(0))));
                case GOES_UPHILL -> -factor;
                default -> {
                    trace(gradient);
                    yield wrong ? 1.1 * factor : factor;
                }
            };
        }

        private static void waitForNothing() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException("Waited for nothing.", interrupted);
            }
        }

        private void trace(Tensor gradient) {
            switch (mistake) {
                case REFUSES_NAN -> {
                    if (Double.isNaN(gradient.get(0))) {
                        throw new IllegalArgumentException("NaN");
                    }
                }
                case NEVER_ENDS -> waitForNothing();
                case ALLOCATES -> sink = new byte[400];
                case STARTS_A_THREAD -> Thread.ofPlatform().start(() -> {});
                case SETS_A_PROPERTY -> System.setProperty("descent", "down");
                case PRINTS -> System.out.println("down");
                case WRITES_A_FILE -> writeOnce(Path.of("descent.txt"));
                default -> {}
            }
        }

        @Override
        public boolean hasEvaluationWeights() {
            return mistake == Mistake.WRONG_EVALUATION_WEIGHTS || mistake == Mistake.EVALUATES_BY_A_FIELD;
        }

        @Override
        public void evaluationWeights(Tensor parameter, State state, Tensor out, Step step) {
            boolean wrong = mistake == Mistake.WRONG_EVALUATION_WEIGHTS || last.get() != step.number();
            for (long i = 0; i < out.size(); i++) {
                out.set(i, (wrong ? 2 : 1) * parameter.get(i));
            }
        }
    }

    private static void writeOnce(Path file) {
        if (!Files.exists(file)) {
            try {
                Files.writeString(file, "down");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
