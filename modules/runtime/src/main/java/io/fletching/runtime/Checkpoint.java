package io.fletching.runtime;

import io.fletching.arrow.Memory;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A training at rest, in one safetensors file: everything from which it goes on as if it had not been away, by name.
///
/// A parameter `p` has `p/value`, `p/number` (its updates), `p/average` where weights are averaged, and `p/adamw/…` for
/// the slots of its optimizer. The file replaces an earlier one as a whole, or not at all.
public final class Checkpoint {
    private static final String FORMAT = "fletching-checkpoint";
    private static final String VERSION = "1";

    private Checkpoint() {}

    /// Writes the state of all parts.
    ///
    /// @throws FletchingException of kind `USER` where the file cannot be written
    public static void write(Path file, List<? extends Resumable> parts) {
        var texts = new LinkedHashMap<>(Map.of(FORMAT, VERSION));
        parts.forEach(part -> texts.putAll(part.meaning()));
        var tensors = new LinkedHashMap<String, Tensor>();
        parts.forEach(part -> addAll(part.state(), tensors));
        SafeTensors.write(file, tensors, texts);
    }

    private static void addAll(Map<String, Tensor> state, Map<String, Tensor> into) {
        state.forEach((name, tensor) -> {
            if (into.putIfAbsent(name, tensor) != null) {
                throw new IllegalArgumentException("Two parts of a checkpoint have a tensor '" + name + "'.");
            }
        });
    }

    /// Gives all parts the state that a file holds, or changes none of them.
    ///
    /// @param memory where the file is read to; the values are there twice for a moment
    /// @throws FletchingException of kind `DATA` for a file that is no checkpoint or that does not fit, with what each
    ///     side has; of kind `USER` where it cannot be read
    public static void restore(Path file, Memory memory, List<? extends Resumable> parts) {
        String version = SafeTensors.readHeader(file).metadata().get(FORMAT);
        if (!VERSION.equals(version)) {
            throw new FletchingException(
                    Kind.DATA,
                    "checkpoint-format",
                    "The file '" + file + "' "
                            + (version == null ? "is no checkpoint" : "is a checkpoint of format '" + version + "'")
                            + "; expected one of format '" + VERSION + "'.");
        }
        try (Memory region = memory.child("restore")) {
            SafeTensors saved = SafeTensors.read(file, region);
            var expected = new LinkedHashMap<String, Tensor>();
            parts.forEach(part -> addAll(part.expected(saved), expected));
            saved.copyTo(expected, "training");
        }
        parts.forEach(Resumable::resumed);
    }
}
