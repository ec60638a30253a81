package io.fletching.runtime;

import io.fletching.spi.Descriptor;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import java.util.List;
import java.util.Map;

/// How the learning rate goes through a run: a factor on it for each update. Immutable.
///
/// Every schedule may start with a warm-up: over the first `warmup` updates (a fraction of the run where it is below 1)
/// the factor rises in equal steps to 1. What follows is spread over the updates that are left, and starts at 1:
///
/// - `constant`: 1.
/// - `cosine`: half a cosine towards `floor`, which the update behind the last would have
///   ([SGDR](https://arxiv.org/abs/1608.03983), without restarts), so that no update is wasted on a rate of 0.
/// - `linear`: a line towards `floor`, likewise.
/// - `step`: times `gamma` after every `every` updates (a fraction of the run where it is below 1).
public final class Schedule {
    private static final Option<Double> WARMUP = Option.real(
            "warmup", "Updates of warm-up, or their fraction of the run if below 1", 0, 0, Double.MAX_VALUE);
    private static final Option<Double> FLOOR = Option.real("floor", "The factor at the end", 0, 0, 1);
    private static final Option<Double> EVERY =
            Option.positive("every", "Updates between steps, or their fraction of the run if below 1", 0.3);
    private static final Option<Double> GAMMA = Option.real("gamma", "The factor of each step", 0.1, 0, 1);

    private static final List<Descriptor> ALL = List.of(
            Descriptor.of("constant", "The learning rate as it is", WARMUP),
            Descriptor.of("cosine", "Half a cosine down to the floor", WARMUP, FLOOR)
                    .paper("https://arxiv.org/abs/1608.03983"),
            Descriptor.of("linear", "A line down to the floor", WARMUP, FLOOR),
            Descriptor.of("step", "A factor at regular steps", WARMUP, EVERY, GAMMA));

    private final String name;
    private final Options options;

    private Schedule(String name, Options options) {
        this.name = name;
        this.options = options;
    }

    /// The schedules there are, with their options.
    public static List<Descriptor> descriptors() {
        return ALL;
    }

    /// The schedule of this name with default options.
    public static Schedule parse(String name) {
        return parse(name, Map.of());
    }

    /// The schedule of this name.
    ///
    /// @param texts option values; the defaults for those that are absent
    /// @throws FletchingException of kind `USER` for a name, an option or a value that does not exist
    public static Schedule parse(String name, Map<String, String> texts) {
        for (Descriptor descriptor : ALL) {
            if (descriptor.name().equals(name)) {
                return new Schedule(name, descriptor.parse(texts));
            }
        }
        throw FletchingException.unknown(
                Kind.USER,
                "schedule-unknown",
                "There is no schedule '" + name + "'.",
                name,
                "Schedules",
                ALL.stream().map(Descriptor::name).toList());
    }

    public String name() {
        return name;
    }

    public Options options() {
        return options;
    }

    /// The factor on the learning rate of an update.
    ///
    /// @param update from 1 to `total`; later ones have the factor of the last
    /// @param total how many updates the run has, at least 1
    public double factor(long update, long total) {
        if (update < 1 || total < 1) {
            throw new IllegalArgumentException(
                    "Update " + update + " of a run of " + total + "; both are expected to be at least 1.");
        }
        long warmup = Math.min(total, updates(options.get(WARMUP), total));
        if (update <= warmup) {
            return (double) update / warmup;
        }
        return after(Math.min(update, total) - warmup, total - warmup, total);
    }

    /// @param update from 1, the first behind the warm-up
    private double after(long update, long remaining, long total) {
        double progress = (update - 1) / (double) remaining;
        return switch (name) {
            case "cosine" -> fall((1 + Math.cos(Math.PI * progress)) / 2);
            case "linear" -> fall(1 - progress);
            case "step" -> {
                long steps = (update - 1) / Math.max(1, updates(options.get(EVERY), total));
                yield Math.pow(options.get(GAMMA), (double) steps);
            }
            default -> 1;
        };
    }

    private double fall(double height) {
        double floor = options.get(FLOOR);
        return floor + (1 - floor) * height;
    }

    private static long updates(double option, long total) {
        return Math.round(option < 1 ? option * total : option);
    }

    /// As `cosine{warmup=0.1, floor=0}`.
    @Override
    public String toString() {
        return options.toString();
    }
}
