package io.fletching.tck;

import io.fletching.spi.Descriptor;
import io.fletching.spi.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/// The texts at which an option ends: the last that it takes and the first that it refuses.
///
/// @param within taken: both ends, or every flag and choice
/// @param beyond refused: the next number behind each end, and what is no value of the type
record Bounds(List<String> within, List<String> beyond) {
    private static final long LARGEST = Double.doubleToLongBits(Double.MAX_VALUE);

    /// Finds the ends by halving the distance from the default, over every double or long that there is.
    static Bounds of(Descriptor descriptor, Option<?> option) {
        var bounds = new Bounds(new ArrayList<>(), new ArrayList<>(List.of("no-such-value")));
        switch (option.initial()) {
            case Double number -> {
                LongFunction<String> text = ordered -> String.valueOf(real(ordered));
                bounds.find(descriptor, option, ordered(number), LARGEST, "infinity", text);
                bounds.find(descriptor, option, ordered(number), -LARGEST, "-infinity", text);
            }
            case Long number -> {
                bounds.find(descriptor, option, number, Long.MAX_VALUE, "", String::valueOf);
                bounds.find(descriptor, option, number, Long.MIN_VALUE, "", String::valueOf);
            }
            default -> Variants.words(option).forEach(bounds.within::add);
        }
        return bounds;
    }

    /// @param next the text behind the last number, if there is one
    private void find(
            Descriptor descriptor, Option<?> option, long start, long last, String next, LongFunction<String> text) {
        if (!next.isEmpty() && Variants.allows(descriptor, option, next)) {
            within.add(next);
        } else if (Variants.allows(descriptor, option, text.apply(last))) {
            within.add(text.apply(last));
            if (!next.isEmpty()) {
                beyond.add(next);
            }
        } else {
            long taken = start;
            long refused = last;
            while (Math.abs(taken - refused) != 1) {
                long middle = (taken & refused) + ((taken ^ refused) >> 1);
                if (Variants.allows(descriptor, option, text.apply(middle))) {
                    taken = middle;
                } else {
                    refused = middle;
                }
            }
            within.add(text.apply(taken));
            beyond.add(text.apply(refused));
        }
    }

    /// Doubles in their order, as neighbouring whole numbers; both zeros are 0.
    private static long ordered(double value) {
        long bits = Double.doubleToLongBits(Math.abs(value));
        return value < 0 ? -bits : bits;
    }

    private static double real(long ordered) {
        double magnitude = Double.longBitsToDouble(Math.abs(ordered));
        return ordered < 0 ? -magnitude : magnitude;
    }
}
