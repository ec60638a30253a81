package io.fletching.spi;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One option of a provider: a name, a type, a range, a default. A static constant of it is the key to its value.
public final class Option<T> {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+");
    private static final String LEARNING_RATE = "lr";

    private final String name;
    private final String summary;
    private final String range;
    private final T initial;
    private final Class<T> type;
    private final Function<String, T> reader;
    private final Predicate<T> allowed;

    private Option(
            String name,
            String summary,
            String range,
            T initial,
            Class<T> type,
            Function<String, T> reader,
            Predicate<T> allowed) {
        this.name = Names.check("option", name);
        this.summary = summary;
        this.range = range;
        this.initial = initial;
        this.type = type;
        this.reader = reader;
        this.allowed = allowed;
        if (!allowed.test(initial)) {
            throw new FletchingException(
                    FletchingException.Kind.PROVIDER,
                    "option-default",
                    "The default of option '" + name + "' is '" + text(initial) + "'; expected " + range + ".");
        }
    }

    /// A real number in `[low, high]`; NaN is refused. A bound of `±Double.MAX_VALUE` means any finite number on that
    /// side, an infinite one allows infinity itself.
    public static Option<Double> real(String name, String summary, double value, double low, double high) {
        String range = (low == -Double.MAX_VALUE ? "(-∞" : "[" + bound(low)) + ", "
                + (high == Double.MAX_VALUE ? "∞)" : bound(high) + "]");
        return real(name, summary, range, value, v -> v >= low && v <= high);
    }

    /// A finite real number above 0.
    public static Option<Double> positive(String name, String summary, double value) {
        return positive(name, summary, value, Double.MAX_VALUE);
    }

    /// A real number above 0, up to `high`; `Double.MAX_VALUE` means any finite one.
    public static Option<Double> positive(String name, String summary, double value, double high) {
        String range = "(0, " + (high == Double.MAX_VALUE ? "∞)" : bound(high) + "]");
        return real(name, summary, range, value, v -> v > 0 && v <= high);
    }

    /// The option `gain` of an initializer, what it multiplies its deviation by: a number above 0, or the
    /// activation that follows, for PyTorch's gain of it. Those are 1 for `linear` (a convolution too) and
    /// `sigmoid`, 5/3 for `tanh`, √2 for `relu`, √(2 / (1 + slope²)) for `leaky-relu:SLOPE` (0.01 unless given),
    /// 3/4 for `selu`. At most 1e30, beyond which weights overflow float32.
    public static Option<Double> gain() {
        return new Option<>(
                "gain",
                "Factor of the deviation: a number, or the activation that follows",
                "(0, " + bound(Gain.LARGEST) + "] | " + Gain.NAMES,
                1.0,
                Double.class,
                Gain::of,
                v -> v > 0 && v <= Gain.LARGEST);
    }

    /// A real number in `[0, 1)`.
    public static Option<Double> fraction(String name, String summary, double value) {
        return real(name, summary, "[0, 1)", value, v -> v >= 0 && v < 1);
    }

    /// The reserved option `lr`: read by the host, which multiplies it by the schedule; never by the rule.
    public static Option<Double> learningRate(double value) {
        return real(LEARNING_RATE, "Learning rate", value, 0, Double.MAX_VALUE);
    }

    private static Option<Double> real(
            String name, String summary, String range, double value, Predicate<Double> allowed) {
        return new Option<>(name, summary, range, value, Double.class, Option::number, allowed);
    }

    /// A whole number in `[low, high]`; `Long.MAX_VALUE` as the upper bound means none.
    public static Option<Long> integer(String name, String summary, long value, long low, long high) {
        String range = low + (high == Long.MAX_VALUE ? " or more" : " to " + high);
        return new Option<>(name, summary, range, value, Long.class, Option::whole, v -> v >= low && v <= high);
    }

    /// Real numbers in `[low, high]`, at least one, written with commas between them: `0.5,0.75`.
    @SuppressWarnings("unchecked") // A list is only ever made by this reader.
    public static Option<List<Double>> reals(
            String name, String summary, List<Double> values, double low, double high) {
        Option<Double> each = real(name, summary, values.getFirst(), low, high);
        return new Option<>(
                name,
                summary,
                "numbers of " + each.range + " with commas between",
                List.copyOf(values),
                (Class<List<Double>>) (Class<?>) List.class,
                text -> Arrays.stream(text.split(",", -1))
                        .map(number -> number(number.strip()))
                        .toList(),
                list -> list.stream().allMatch(each.allowed));
    }

    /// `true` or `false`.
    public static Option<Boolean> flag(String name, String summary, boolean value) {
        return new Option<>(name, summary, "true or false", value, Boolean.class, Option::truth, v -> true);
    }

    /// One constant of an enum, written in lower case with dashes.
    public static <E extends Enum<E>> Option<E> choice(String name, String summary, E value) {
        Class<E> type = value.getDeclaringClass();
        var constants = type.getEnumConstants();
        String range =
                String.join(" | ", Arrays.stream(constants).map(Option::text).toList());
        Function<String, E> reader = text -> Arrays.stream(constants)
                .filter(constant -> text(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text));
        return new Option<>(name, summary, range, value, type, reader, v -> true);
    }

    /// Lower-case words joined by dashes.
    public String name() {
        return name;
    }

    /// What it does, in one line.
    public String summary() {
        return summary;
    }

    /// What is allowed, in words a message can quote: `[0, 1)`, `1 to 64`, `mean | sum`.
    public String range() {
        return range;
    }

    /// The default.
    public T initial() {
        return initial;
    }

    Class<T> type() {
        return type;
    }

    T parse(String provider, String text) {
        try {
            T value = reader.apply(text.strip());
            if (allowed.test(value)) {
                return value;
            }
        } catch (IllegalArgumentException notOfTheType) {
            throw (FletchingException) refusal(provider, text).initCause(notOfTheType);
        }
        throw refusal(provider, text);
    }

    private FletchingException refusal(String provider, String text) {
        return new FletchingException(
                FletchingException.Kind.USER,
                "option-value",
                "Option '" + name + "' of '" + provider + "' is '" + text + "'; expected " + range + ".");
    }

    /// The canonical text of a value, which [#parse] reads back to the same value.
    static String text(Object value) {
        // Not 0 for -0.0, which is another value.
        if (value instanceof Double number && Math.abs(number) < 1e6 && number.equals((double) number.longValue())) {
            return Long.toString(number.longValue());
        }
        if (value instanceof List<?> numbers) {
            return numbers.stream().map(Option::text).collect(Collectors.joining(","));
        }
        return value instanceof Enum<?> constant
                ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-')
                : value.toString();
    }

    private static String bound(double value) {
        return Double.isInfinite(value) ? value > 0 ? "∞" : "-∞" : text(value);
    }

    static double number(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "inf", "infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(matching(NUMBER, text));
        };
    }

    private static long whole(String text) {
        return Long.parseLong(matching(WHOLE, text));
    }

    /// Java reads more than we promise: `1d`, `0x1p3`, the digits of other scripts.
    private static String matching(Pattern pattern, String text) {
        if (!pattern.matcher(text).matches()) {
            throw new NumberFormatException(text);
        }
        return text;
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    /// Whether the other option has the same name, summary, type, range and default.
    @Override
    public boolean equals(Object other) {
        return other instanceof Option<?> option
                && name.equals(option.name)
                && summary.equals(option.summary)
                && type == option.type
                && range.equals(option.range)
                && initial.equals(option.initial);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, summary, type, range, initial);
    }

    @Override
    public String toString() {
        return name + " " + range + ", default " + text(initial);
    }
}
