package io.fletching.runtime;

import io.fletching.spi.Descriptor;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import java.util.List;

/// The shape of a schedule behind its warm-up: options, and a formula.
///
/// @param formula stands still where a span is over
record Curve(Descriptor descriptor, Formula formula) {

    /// The factor of an update.
    interface Formula {
        /// Computes it.
        ///
        /// @param t updates behind the warm-up before this one
        /// @param rest updates behind the warm-up in all, at least 1
        /// @param total all updates, which fractions are taken of
        double factor(Options options, double t, long rest, long total);
    }

    /// The shape between two values.
    enum Shape {
        COSINE,
        LINEAR;

        /// @param progress from 0 to 1
        double between(double from, double to, double progress) {
            return switch (this) {
                case COSINE -> to + (from - to) * (1 + Math.cos(Math.PI * progress)) / 2;
                case LINEAR -> from + (to - from) * progress;
            };
        }
    }

    static final Option<Double> WARMUP = Option.real(
            "warmup", "Updates of warm-up, or their fraction of the run if below 1", 0, 0, Double.MAX_VALUE);
    static final Option<Double> FLOOR = Option.real("floor", "The factor on the learning rate at the end", 0, 0, 1);
    private static final Option<Double> OVER = Option.real(
            "over",
            "Updates until the end is reached, or their fraction of the run if below 1; 0 for all that are left",
            0,
            0,
            Double.MAX_VALUE);
    private static final Option<Double> FROM =
            Option.real("from", "The factor on the learning rate at the start", 1, 0, 1);
    private static final Option<Double> EVERY =
            Option.positive("every", "Updates between steps, or their fraction of the run if below 1", 0.3);
    private static final Option<Double> TIMES =
            Option.positive("every", "Updates for one gamma, or their fraction of the run if below 1", 0.3);
    private static final Option<Double> GAMMA = Option.real("gamma", "The factor of each step", 0.1, 0, 1);
    private static final Option<List<Double>> AT = Option.reals(
            "at",
            "The updates behind which it steps, or their fractions of the run if below 1, rising",
            List.of(0.5, 0.75),
            0,
            Double.MAX_VALUE);
    private static final Option<Double> POWER = Option.positive("power", "The exponent", 2);
    private static final Option<Double> PERIOD =
            Option.positive("period", "Updates of the first period, or their fraction of the run if below 1", 0.25);
    private static final Option<Double> GROWTH =
            Option.real("growth", "How much longer each period is than the one before", 1, 1, Double.MAX_VALUE);
    private static final Option<Double> SHRINK =
            Option.real("shrink", "How much lower each period starts than the one before", 1, 0, 1);
    private static final Option<Double> RISE = Option.fraction("rise", "The fraction of the run that rises", 0.3);
    private static final Option<Double> START =
            Option.real("start-divisor", "What the learning rate is divided by at the start", 25, 1, Double.MAX_VALUE);
    private static final Option<Double> END =
            Option.real("end-divisor", "What that of the start is divided by at the end", 1e4, 1, Double.MAX_VALUE);
    private static final Option<Boolean> THREE_PHASES =
            Option.flag("three-phases", "Whether it falls as it rose before it goes to the end", false);
    private static final Option<Shape> COSINE = Option.choice("shape", "The shape of each phase", Shape.COSINE);
    private static final Option<Shape> LINEAR = Option.choice("shape", "The shape of the decay", Shape.LINEAR);
    private static final Option<Double> DECAY =
            Option.positive("decay", "Updates of decay at the end, or their fraction of the run if below 1", 0.2);
    private static final Option<Double> HALF =
            Option.positive("half", "Updates from lowest to highest, or their fraction of the run if below 1", 0.1);

    /// Every curve, by name.
    static final List<Curve> ALL = List.of(
            new Curve(Descriptor.of("constant", "The learning rate as it is", WARMUP), (_, _, _, _) -> 1),
            new Curve(
                    Descriptor.of("cosine", "Half a cosine down to the floor", WARMUP, FLOOR, OVER)
                            .paper("https://arxiv.org/abs/1608.03983"),
                    (o, t, rest, total) -> Shape.COSINE.between(1, o.get(FLOOR), progress(o, t, rest, total))),
            new Curve(
                    Descriptor.of(
                                    "cosine-restarts",
                                    "Half a cosine again and again",
                                    WARMUP,
                                    FLOOR,
                                    PERIOD,
                                    GROWTH,
                                    SHRINK)
                            .paper("https://arxiv.org/abs/1608.03983"),
                    Curve::restarts),
            new Curve(
                    Descriptor.of("cyclic", "Up and down in straight lines", WARMUP, FLOOR, HALF, SHRINK)
                            .paper("https://arxiv.org/abs/1506.01186"),
                    Curve::cyclic),
            new Curve(
                    Descriptor.of("exponential", "A constant factor between updates", WARMUP, TIMES, GAMMA),
                    (o, t, _, total) -> Math.pow(o.get(GAMMA), t / updates(o.get(TIMES), total))),
            new Curve(
                    Descriptor.of("linear", "A line down to the floor", WARMUP, FLOOR, OVER, FROM),
                    (o, t, rest, total) ->
                            Shape.LINEAR.between(o.get(FROM), o.get(FLOOR), progress(o, t, rest, total))),
            new Curve(Descriptor.of("multi-step", "A factor at given updates", WARMUP, AT, GAMMA), Curve::multiStep),
            new Curve(
                    Descriptor.of(
                                    "one-cycle",
                                    "Up to the learning rate, then down to almost nothing",
                                    RISE,
                                    START,
                                    END,
                                    COSINE,
                                    THREE_PHASES)
                            .paper("https://arxiv.org/abs/1708.07120"),
                    Curve::oneCycle),
            new Curve(Plateau.DESCRIPTOR, (_, _, _, _) -> 1),
            new Curve(
                    Descriptor.of(
                            "polynomial", "A power of what is left down to the floor", WARMUP, FLOOR, OVER, POWER),
                    (o, t, rest, total) -> Shape.LINEAR.between(
                            o.get(FLOOR), 1, Math.pow(1 - progress(o, t, rest, total), o.get(POWER)))),
            new Curve(
                    Descriptor.of("step", "A factor at regular steps", WARMUP, EVERY, GAMMA),
                    (o, t, _, total) -> Math.pow(o.get(GAMMA), Math.floor(t / updates(o.get(EVERY), total)))),
            new Curve(
                    Descriptor.of(
                                    "warmup-stable-decay",
                                    "As it is, and at the end down to the floor",
                                    WARMUP,
                                    FLOOR,
                                    DECAY,
                                    LINEAR)
                            .paper("https://arxiv.org/abs/2404.06395"),
                    (o, t, rest, total) -> {
                        long decay = Math.min(rest, updates(o.get(DECAY), total));
                        double progress = Math.clamp((t - (rest - decay)) / decay, 0, 1);
                        return o.get(LINEAR).between(1, o.get(FLOOR), progress);
                    }));

    private static double progress(Options options, double t, long rest, long total) {
        double over = options.get(OVER);
        return Math.min(1, t / (over == 0 ? rest : updates(over, total)));
    }

    private static double restarts(Options options, double t, long rest, long total) {
        double period = updates(options.get(PERIOD), total);
        double height = 1;
        while (t >= period) {
            t -= period;
            period *= options.get(GROWTH);
            height *= options.get(SHRINK);
        }
        double floor = options.get(FLOOR);
        return Shape.COSINE.between(floor + (1 - floor) * height, floor, t / period);
    }

    private static double cyclic(Options options, double t, long rest, long total) {
        double half = updates(options.get(HALF), total);
        double cycles = Math.floor(t / (2 * half));
        double height = 1 - Math.abs(t / half - 2 * cycles - 1);
        double floor = options.get(FLOOR);
        return floor + (1 - floor) * height * Math.pow(options.get(SHRINK), cycles);
    }

    private static double multiStep(Options options, double t, long rest, long total) {
        double factor = 1;
        for (double at : options.get(AT)) {
            factor *= t >= Math.round(at < 1 ? at * total : at) ? options.get(GAMMA) : 1;
        }
        return factor;
    }

    /// Phases end between updates where the fraction is not whole, as in the implementation of its authors' successors.
    private static double oneCycle(Options options, double t, long rest, long total) {
        double start = 1 / options.get(START);
        double end = start / options.get(END);
        double up = options.get(RISE) * rest - 1;
        double last = rest - 1;
        Shape shape = options.get(COSINE);
        if (t <= up && up > 0) {
            return shape.between(start, 1, t / up);
        }
        up = Math.max(0, up);
        double down = options.get(THREE_PHASES) ? Math.min(last, 2 * up) : up;
        if (t < down) {
            return shape.between(1, start, (t - up) / (down - up));
        }
        double from = options.get(THREE_PHASES) ? start : 1;
        return last <= down ? from : shape.between(from, end, Math.min(1, (t - down) / (last - down)));
    }

    /// At least one.
    static long updates(double option, long total) {
        return Math.max(1, Math.round(option < 1 ? option * total : option));
    }
}
