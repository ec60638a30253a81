package io.fletching.cli;

import io.fletching.nn.Checkpoints;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// How often a run is saved so that it can go on.
///
/// @param steps between two; 0 where a time says it, or nothing is saved
/// @param time between two, where there is one
record Saving(long steps, @Nullable Duration time) {
    /// The file in the folder of a run.
    static final String NAME = "checkpoint.safetensors";

    private static final String NEVER = "never";
    private static final Pattern TIME = Pattern.compile("([1-9]\\d{0,8})([smh]?)");

    /// As `90s`, `5m`, `2h`, `500` for steps, or `never`.
    static final class Reader implements ITypeConverter<Saving> {
        @Override
        public Saving convert(String text) {
            Matcher number = TIME.matcher(text);
            if (text.equals(NEVER)) {
                return new Saving(0, null);
            }
            if (!number.matches()) {
                throw new TypeConversionException("a time such as 90s, 5m or 2h, a number of steps, or never");
            }
            long count = Long.parseLong(number.group(1));
            return switch (number.group(2)) {
                case "s" -> new Saving(0, Duration.ofSeconds(count));
                case "m" -> new Saving(0, Duration.ofMinutes(count));
                case "h" -> new Saving(0, Duration.ofHours(count));
                default -> new Saving(count, null);
            };
        }
    }

    /// @param folder where there is one: after the first step
    @Nullable
    Checkpoints in(Supplier<Path> folder) {
        Checkpoints checkpoints = Checkpoints.in(() -> folder.get().resolve(NAME));
        return steps > 0 ? checkpoints.everySteps(steps) : time != null ? checkpoints.every(time) : null;
    }
}
