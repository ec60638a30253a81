package io.fletching.cli;

import io.fletching.runtime.Cut;
import io.fletching.runtime.Technique;
import io.fletching.spi.Clipper;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Initializer;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.StateSlot.Life;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A provider in the table of techniques: what it declares of itself, and what its layout by default options does.
record TechniqueRow(Technique<?> technique, String state, String scope) {
    static final String UNITS = "State is in bytes, as a checkpoint holds it: of an optimizer for each element of a"
            + " weight [1024, 1024]; of a normalizer for samples [64, 16], with gamma and beta, which are learned; of a"
            + " clipper for the whole model. A part is 65,536 elements, some rows, or a whole tensor. Types are those that"
            + " the provider computes in; BF16 and F16 are widened to F32 for it.";

    private static final Parameter WEIGHT = Parameter.of("weight", Shape.of(1024, 1024));
    private static final Shape SAMPLE = Shape.of(64, 16);
    private static final String NOTHING = "";

    private static TechniqueRow of(Technique<?> technique) {
        try {
            return switch (technique.provider()) {
                case Initializer initializer -> {
                    StateLayout layout = initializer.bind(technique.options()).layout(WEIGHT);
                    yield new TechniqueRow(technique, NOTHING, scope(layout));
                }
                case Normalizer normalizer -> {
                    StateLayout layout =
                            normalizer.bind(technique.options(), SAMPLE).layout(Normalizer.Phase.TRAIN);
                    long bytes = bytes(layout, SAMPLE.batchOf(1));
                    yield new TechniqueRow(technique, state(Long.toString(bytes), layout), scope(layout));
                }
                case Optimizer optimizer -> {
                    StateLayout layout = optimizer.bind(technique.options()).layout(WEIGHT);
                    double bytes = (double) bytes(layout, WEIGHT.shape())
                            / WEIGHT.shape().size();
                    yield new TechniqueRow(technique, state(number(bytes), layout), scope(layout));
                }
                case Clipper clipper -> {
                    Clipper.Rule rule = clipper.bind(technique.options());
                    StateLayout history = rule.history();
                    long bytes = bytes(history, Shape.of(1));
                    yield new TechniqueRow(technique, state(Long.toString(bytes), history), scope(rule.edits(WEIGHT)));
                }
            };
        } catch (FletchingException refused) {
            return new TechniqueRow(technique, "?", "?");
        }
    }

    /// The table of all, by kind and name.
    static void print(List<Technique<?>> techniques, PrintWriter out) {
        out.println("| technique | provider | options and defaults | state | scope | types | paper |");
        out.println("| --- | --- | --- | --- | --- | --- | --- |");
        techniques.stream()
                .sorted(Comparator.<Technique<?>, String>comparing(Technique::kind)
                        .thenComparing(Technique::name)
                        .thenComparing(Technique::id))
                .map(TechniqueRow::of)
                .forEach(row -> out.println(row.line()));
    }

    private String line() {
        String options = technique.options().texts().entrySet().stream()
                .map(option -> "`" + option.getKey() + "=" + option.getValue() + "`")
                .collect(Collectors.joining(" "));
        String paper = technique.descriptor().paper();
        return List.of(
                        technique.descriptor().summary(),
                        "`" + technique.kind() + "/" + technique.name() + "`",
                        options,
                        state,
                        scope,
                        names(technique.provider().types()),
                        paper.isEmpty() ? NOTHING : "<" + paper + ">")
                .stream()
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    /// How the work is cut, and its passes where there are several.
    private static String scope(StateLayout layout) {
        int passes = layout.passes().size();
        String scope = layout.scope().name().toLowerCase(Locale.ROOT);
        return switch (passes) {
            case 0 -> "factors alone";
            case 1 -> scope;
            default -> scope + ", " + passes + " passes";
        };
    }

    private static long bytes(StateLayout layout, Shape shape) {
        Cut cut = Cut.of(layout, shape);
        return saved(layout, slot -> cut.shape(slot, shape).bytes(slot.dtype())).stream()
                .mapToLong(bytes -> bytes)
                .sum();
    }

    /// Bytes, and the types that they are in.
    private static String state(String bytes, StateLayout layout) {
        String types = names(saved(layout, StateSlot::dtype));
        return bytes + (types.isEmpty() ? NOTHING : " (" + types + ")");
    }

    private static String names(Collection<DType> types) {
        return types.stream().sorted().distinct().map(DType::name).collect(Collectors.joining(", "));
    }

    /// Something of each slot that lasts.
    private static <T> List<T> saved(StateLayout layout, Function<StateSlot, T> what) {
        return layout.slots().stream()
                .filter(slot -> slot.life() == Life.KEPT || slot.life() == Life.LEARNED)
                .map(what)
                .toList();
    }

    private static String number(double value) {
        return new BigDecimal(value)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }
}
