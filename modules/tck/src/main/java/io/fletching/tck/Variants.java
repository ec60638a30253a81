package io.fletching.tck;

import io.fletching.spi.Descriptor;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Option;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Options to try a provider with of which nothing but its descriptor is known.
final class Variants {
    private Variants() {}

    /// The defaults; every other value of each flag and choice, alone and with all numbers moved; all numbers moved.
    static List<Map<String, String>> of(Descriptor descriptor) {
        var numbers = new LinkedHashMap<String, String>();
        var words = new ArrayList<Map<String, String>>();
        for (Option<?> option : descriptor.options()) {
            if (option.initial() instanceof Number number) {
                moved(descriptor, option, number).forEach(text -> numbers.put(option.name(), text));
            } else {
                words(option)
                        .filter(text -> !text.equals(text(option.initial())))
                        .forEach(text -> words.add(Map.of(option.name(), text)));
            }
        }
        var variants = new LinkedHashSet<Map<String, String>>();
        variants.add(Map.of());
        variants.add(numbers);
        for (var word : words) {
            variants.add(word);
            var both = new LinkedHashMap<>(numbers);
            both.putAll(word);
            variants.add(both);
        }
        return List.copyOf(variants);
    }

    /// All values of a flag or a choice.
    static Stream<String> words(Option<?> option) {
        return switch (option.initial()) {
            case Boolean _ -> Stream.of("true", "false");
            case Enum<?> constant ->
                Stream.of(constant.getDeclaringClass().getEnumConstants()).map(Variants::text);
            default -> Stream.empty();
        };
    }

    private static String text(Object value) {
        return value instanceof Enum<?> constant
                ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-')
                : value.toString();
    }

    /// A number near the default but not it.
    private static Stream<String> moved(Descriptor descriptor, Option<?> option, Number number) {
        Stream<String> candidates = number instanceof Long whole
                ? Stream.of(whole + 1, whole - 1).map(String::valueOf)
                : Stream.of(number.doubleValue() / 2, 0.5, 0.25, 2.0)
                        .filter(value -> value != number.doubleValue())
                        .map(String::valueOf);
        return candidates.filter(text -> allows(descriptor, option, text)).limit(1);
    }

    /// Whether an option takes a value; a refusal that is not the user's fault is thrown on.
    static boolean allows(Descriptor descriptor, Option<?> option, String text) {
        try {
            descriptor.parse(Map.of(option.name(), text));
            return true;
        } catch (FletchingException refused) {
            if (refused.kind() != FletchingException.Kind.USER) {
                throw refused;
            }
            return false;
        }
    }
}
