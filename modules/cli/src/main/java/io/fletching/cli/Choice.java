package io.fletching.cli;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;

/// The constants of an enum as words of the command line: in lower case, with dashes.
final class Choice<E extends Enum<E>> implements ITypeConverter<E> {
    private final String what;
    private final List<E> constants;

    /// @param what what the enum is a choice of, for messages
    Choice(String what, Class<E> type) {
        this.what = what;
        this.constants = List.of(type.getEnumConstants());
    }

    @Override
    public E convert(String text) {
        return constants.stream()
                .filter(constant -> text(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> FletchingException.unknown(
                        Kind.USER,
                        "command-choice",
                        "There is no " + what + " '" + text + "'.",
                        text,
                        "Choices",
                        constants.stream().map(Choice::text).toList()));
    }

    /// As `leaky-relu`.
    static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
