package io.fletching.runtime;

import io.fletching.arrow.Memory;
import io.fletching.spi.DType;
import io.fletching.spi.Descriptor;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the learning rate goes through a run: a factor on it for each update. Immutable.
///
/// Most schedules may start with a warm-up: over the first `warmup` updates (a fraction of the run where it is below 1)
/// the factor rises in equal steps to 1. What follows is spread over the updates that are left, and starts at 1:
///
/// - `constant`: 1.
/// - `cosine`, `linear`, `polynomial`: half a cosine ([SGDR](https://arxiv.org/abs/1608.03983), without restarts), a
///   line, a power of what is left, towards `floor`, which the update behind the last would have, so that no update is
///   wasted on a rate of 0. With `over` they are through earlier, and stay there.
/// - `cosine-restarts`: the same again and again, each period `growth` times as long.
/// - `cyclic`: from `floor` up to 1 and back, in lines of `half` updates.
/// - `one-cycle`: up to 1 and down to almost nothing, in two phases or three.
/// - `exponential`, `step`, `multi-step`: times `gamma` over every `every` updates, after each of them, or behind the
///   updates named.
/// - `warmup-stable-decay`: 1, and over the last `decay` updates down to `floor`.
/// - `plateau`: times `factor` where the validation loss no longer falls; see [#start].
///
/// Any of them can be joined, `linear+cosine`: the option `second-start` says behind which update (or fraction of the
/// run) the second begins, which then sees a run of its own, and `first-from`, `second-floor` are options of the parts.
public final class Schedule {
    private static final String START = "start";

    private static final Option<Double> BEGIN =
            Option.positive(START, "The updates before it begins, or their fraction of the run if below 1", 0.5);

    private final String name;
    private final List<Part> parts;

    /// One schedule of those that are joined.
    ///
    /// @param start how many updates are before it, or their fraction
    private record Part(Curve curve, Options options, double start) {
        double factor(long update, long total) {
            // Only one-cycle, which rises by itself, has none.
            boolean rises = curve.descriptor().options().contains(Curve.WARMUP);
            double option = rises ? options.get(Curve.WARMUP) : 0;
            long warmup = Math.min(total, Math.round(option < 1 ? option * total : option));
            return update <= warmup
                    ? (double) update / warmup
                    : curve.formula()
                            .factor(options, (double) (update - warmup - 1), Math.max(1, total - warmup), total);
        }
    }

    private Schedule(String name, List<Part> parts) {
        this.name = name;
        this.parts = parts;
    }

    /// The schedules there are, with their options.
    public static List<Descriptor> descriptors() {
        return Curve.ALL.stream().map(Curve::descriptor).toList();
    }

    /// The schedule of this name with default options.
    public static Schedule parse(String name) {
        return parse(name, Map.of());
    }

    /// The schedule of this name, or those of several names with `+` between.
    ///
    /// @param texts option values; the defaults for those that are absent
    /// @throws FletchingException of kind `USER` for a name, an option or a value that does not exist
    public static Schedule parse(String name, Map<String, String> texts) {
        List<Curve> curves =
                Joined.names("schedule", name).stream().map(Schedule::curve).toList();
        List<List<String>> options = new ArrayList<>();
        for (Curve curve : curves) {
            List<String> own = new ArrayList<>();
            if (!options.isEmpty()) {
                own.add(START);
            }
            curve.descriptor().options().forEach(option -> own.add(option.name()));
            options.add(own);
        }
        List<Part> parts = new ArrayList<>();
        for (Map<String, String> own : Joined.apart(name, options, texts)) {
            parts.add(part(curves.get(parts.size()), own, parts.isEmpty()));
        }
        return new Schedule(name, List.copyOf(parts));
    }

    private static Part part(Curve curve, Map<String, String> texts, boolean isFirst) {
        Map<String, String> own = new LinkedHashMap<>(texts);
        double begin = 0;
        if (!isFirst) {
            String start = own.remove(START);
            Descriptor where = Descriptor.of(curve.descriptor().name(), "Where it begins", BEGIN);
            begin = where.parse(start == null ? Map.of() : Map.of(START, start)).get(BEGIN);
        }
        return new Part(curve, curve.descriptor().parse(own), begin);
    }

    private static Curve curve(String name) {
        for (Curve curve : Curve.ALL) {
            if (curve.descriptor().name().equals(name)) {
                return curve;
            }
        }
        throw FletchingException.unknown(
                Kind.USER,
                "schedule-unknown",
                "There is no schedule '" + name + "'.",
                name,
                "Schedules",
                descriptors().stream().map(Descriptor::name).toList());
    }

    /// As [#parse(String, Map)] takes it.
    public String name() {
        return name;
    }

    /// Every option as a text, which [#parse(String, Map)] takes.
    public Map<String, String> texts() {
        List<Map<String, String>> each = new ArrayList<>();
        for (Part part : parts) {
            Map<String, String> own = new LinkedHashMap<>();
            if (!each.isEmpty()) {
                own.put(START, Double.toString(part.start));
            }
            own.putAll(part.options.texts());
            each.add(own);
        }
        return Joined.texts(each);
    }

    /// Whether it answers to the losses on validation rows, so that there must be some.
    public boolean needsValidation() {
        return parts.stream().anyMatch(Schedule::isPlateau);
    }

    private static boolean isPlateau(Part part) {
        return part.curve.descriptor().equals(Plateau.DESCRIPTOR);
    }

    /// Starts a run of this schedule.
    ///
    /// @param memory where its state lives
    public ScheduleRun start(Memory memory) {
        List<@Nullable Plateau> plateaus = new ArrayList<>();
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (Part part : parts) {
            Plateau plateau = null;
            if (isPlateau(part)) {
                Tensor tensor = memory.allocate(DType.F64, Shape.of(4));
                state.put("schedule/" + Joined.ordinal(plateaus.size()) + "-plateau", tensor);
                plateau = new Plateau(part.options, tensor);
            }
            plateaus.add(plateau);
        }
        return new ScheduleRun(this, plateaus, state);
    }

    /// The factor on the learning rate of an update, but for what validation losses do to it.
    ///
    /// @param update from 1 to `total`; later ones have the factor of the last
    /// @param total how many updates the run has, at least 1
    public double factor(long update, long total) {
        int index = part(update, total);
        long begin = begin(index, total);
        long end = index + 1 < parts.size() ? begin(index + 1, total) : total;
        return parts.get(index).factor(Math.min(update, total) - begin, end - begin);
    }

    /// Which of the joined an update belongs to.
    int part(long update, long total) {
        if (update < 1 || total < 1) {
            throw new IllegalArgumentException(
                    "Update " + update + " of a run of " + total + "; both are expected to be at least 1.");
        }
        int index = 0;
        while (index + 1 < parts.size() && begin(index + 1, total) < Math.min(update, total)) {
            index++;
        }
        return index;
    }

    /// How many updates are before a part: at most all, and no fewer than before an earlier one.
    private long begin(int index, long total) {
        long begin = 0;
        for (int i = 1; i <= index; i++) {
            begin = Math.max(begin, Math.min(total, Curve.updates(parts.get(i).start, total)));
        }
        return begin;
    }

    /// As `cosine{warmup=0.1, floor=0}`.
    @Override
    public String toString() {
        return name + texts();
    }
}
